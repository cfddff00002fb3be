import { startChild } from './child.ts'
import type { Child } from './child.ts'

/** An MQTT broker in a process of its own. */
export interface Broker extends Pick<Child, 'port' | 'usage'> {
  /** Resolves once it was told of all these messages. @throws when it is not within 60 seconds */
  heardOf(ids: readonly string[]): Promise<void>
  /** Ends the process: everybody is thrown out and everything forgotten. */
  stop(): Promise<void>
}

/** Starts a broker; port 0 is any free one. */
export const startBroker = async (port = 0): Promise<Broker> => {
  const child = await startChild('broker.ts', [String(port)])
  return {
    port: child.port,
    usage: child.usage,
    async heardOf(ids) {
      const end = performance.now() + 60_000
      for (let unheard = ids; unheard.length > 0;) {
        if (performance.now() > end) throw new Error(`the broker was not told of ${unheard.length} messages`)
        unheard = idsIn(await child.ask({ ids: unheard }))
        if (unheard.length > 0) await new Promise((resolve) => setTimeout(resolve, 100))
      }
    },
    stop: () => child.close(),
  }
}

const idsIn = (answer: unknown): readonly string[] => {
  const ids: unknown = typeof answer === 'object' && answer !== null ? Reflect.get(answer, 'unheard') : undefined
  if (!Array.isArray(ids)) throw new Error('this is no answer of a broker')
  return ids.map(String)
}
