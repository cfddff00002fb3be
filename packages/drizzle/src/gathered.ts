/** Asks one thing; what is asked while the answer to others is awaited is asked together, once it has come. */
export type Gathered<Asked, Answer> = (asked: Asked) => Promise<Answer>

interface Waiting<Asked, Answer> {
  readonly asked: Asked
  readonly resolve: (answer: Answer) => void
  readonly reject: (error: unknown) => void
}

/**
 * Makes one question of many, which `askAll` answers in their order. Nobody gets an answer to a question put before theirs. What
 * is asked together fails together.
 */
export const gathered = <Asked, Answer>(
  askAll: (asked: readonly Asked[]) => Promise<readonly Answer[]>,
  most = 64,
): Gathered<Asked, Answer> => {
  const waiting: Waiting<Asked, Answer>[] = []
  let underWay = false

  const askTogether = async (together: readonly Waiting<Asked, Answer>[]): Promise<void> => {
    try {
      const answers = await askAll(together.map(({ asked }) => asked))
      if (answers.length !== together.length) throw new Error('there are not as many answers as questions')
      for (const [at, answer] of answers.entries()) together[at]?.resolve(answer)
    } catch (error) {
      for (const { reject } of together) reject(error)
    }
  }
  const askOn = async (): Promise<void> => {
    while (waiting.length > 0) await askTogether(waiting.splice(0, most))
    underWay = false
  }
  return (asked) =>
    new Promise((resolve, reject) => {
      waiting.push({ asked, resolve, reject })
      if (underWay) return
      underWay = true
      // What else is asked in this turn comes along.
      queueMicrotask(() => void askOn())
    })
}
