import type { LiveEvent, Session } from '@msg/core'

/** A session whose live events come when the test lets them, and as it says. */
export const withHand = (session: Session) => {
  let deliver: (event: LiveEvent) => void = () => {}
  let fail: (error: Error) => void = () => {}
  const opened: (string | undefined)[] = []
  const held: Session = {
    ...session,
    live: {
      ...session.live,
      subscribe(input, options) {
        opened.push(input?.after)
        const events: LiveEvent[] = []
        let failure: Error | null = null
        let wake = (): void => {}
        deliver = (event) => {
          events.push(event)
          wake()
        }
        fail = (error) => {
          failure = error
          wake()
        }
        async function* run(): AsyncGenerator<LiveEvent, void, void> {
          while (options?.signal?.aborted !== true) {
            const event = events.shift()
            if (event !== undefined) yield event
            else if (failure !== null) throw failure
            else
              await new Promise<void>((resolve) => {
                wake = resolve
                options?.signal?.addEventListener('abort', () => resolve(), { once: true })
              })
          }
        }
        const iterator = run()
        return { close: () => {}, [Symbol.asyncDispose]: async () => {}, [Symbol.asyncIterator]: () => iterator }
      },
    },
  }
  return { held, opened, deliver: (event: LiveEvent) => deliver(event), fail: (error: Error) => fail(error) }
}
