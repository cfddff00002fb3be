import type { Answer, Caller } from './caller.ts'

/** What callers ask. Times are on the clock of `performance.now()`. */
export interface Questions {
  /** The next request of the caller at this place; null when it has asked enough. */
  next(caller: number, now: number): string | Buffer | null
  /** What it is answered; the bytes are gone when this returns. */
  answered(caller: number, answer: Answer, now: number): void
}

/** Callers ask at the same time, each again as soon as it is answered, until all have asked enough. @throws what a question does */
export const askOn = (callers: readonly Caller[], { next, answered }: Questions): Promise<void> =>
  new Promise((resolve, failed) => {
    let asking = callers.length
    for (const [place, caller] of callers.entries()) {
      const ask = (now: number): void => {
        const request = next(place, now)
        if (request !== null) caller.call(request, told)
        else if ((asking -= 1) === 0) resolve()
      }
      const told = {
        answer(answer: Answer): void {
          const now = performance.now()
          try {
            answered(place, answer, now)
            ask(now)
          } catch (error) {
            failed(error)
          }
        },
        failed,
      }
      ask(performance.now())
    }
  })
