import { isErrorCode, isMsgError } from '@msg/core'
import type { UserId } from '@msg/core'
import { mintedId } from '../oracle/outcome.ts'
import { emptyOracle } from '../oracle/state.ts'
import type { OracleState } from '../oracle/state.ts'
import { pickFrom } from '../oracle/verb.ts'
import type { OracleCall } from '../oracle/verb.ts'
import { assertInvariants } from './invariants.ts'
import { actorOf, people, verbOf } from './command.ts'
import type { Command } from './command.ts'
import { watch } from './race.ts'
import type { Raced } from './race.ts'
import type { Sessions } from './look.ts'

const calm = 12

/**
 * The first dozen commands one after the other; all others at once, each user's own in order. In the end what must hold
 * whatever the order was is checked.
 */
export const runRace = async (sessions: Sessions, commands: readonly Command[]): Promise<void> => {
  const state = emptyOracle(people)
  const story: string[] = []
  try {
    const raced: Raced[] = []
    for (const command of commands.slice(0, calm)) {
      const call = callOf(state, command)
      if (call !== null) raced.push(await race(sessions, call, (answer) => call.expect(mintedId(answer))))
    }
    const watching = await Promise.all(people.users.map(async (userId) => watch(await sessions(userId))))
    // What is done is planned before the race from what is known then: the conversations there are.
    const calls = commands.slice(calm).flatMap((command) => callOf(state, command) ?? [])
    raced.push(...(await Promise.all(people.users.map((userId) => inTurn(sessions, ownCalls(calls, userId))))).flat())
    for (const one of raced) story.push(JSON.stringify(one))
    await assertInvariants({ sessions, raced, watching })
  } catch (error) {
    throw new Error(`${story.join('\n')}\n${error instanceof Error ? error.message : String(error)}`, { cause: error })
  }
}

type NamedCall = OracleCall & { readonly verb: string }

const callOf = (state: OracleState, command: Command): NamedCall | null => {
  const verb = verbOf(command)
  return verb === null ? null : { ...verb.plan(state, actorOf(command), pickFrom(command.draws)), verb: verb.name }
}

const ownCalls = (calls: readonly NamedCall[], userId: UserId): readonly NamedCall[] =>
  calls.filter(({ actor }) => actor === userId)

/** One user's calls, two under way at a time. */
const inTurn = async (sessions: Sessions, calls: readonly NamedCall[]): Promise<readonly Raced[]> => {
  const raced: Raced[] = []
  const waiting = [...calls]
  const work = async (): Promise<void> => {
    for (let call = waiting.shift(); call !== undefined; call = waiting.shift()) raced.push(await race(sessions, call))
  }
  await Promise.all([work(), work()])
  return raced
}

const race = async (
  sessions: Sessions,
  { actor, verb, input, run }: NamedCall,
  note: (answer: unknown) => void = () => {},
): Promise<Raced> => {
  try {
    const answer = await run(await sessions(actor), {})
    note(answer)
    return { actor, verb, input, answer }
  } catch (error) {
    if (!isMsgError(error) || !isErrorCode(error.code)) throw error
    note({})
    return { actor, verb, input, code: error.code }
  }
}
