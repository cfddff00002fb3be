import { patience } from './broker.ts'
import type { Broker } from './broker.ts'
import { startChild } from './child.ts'

/** Starts a broker that runs wherever Node does; port 0 is any free one. */
export const startAedes = async (port = 0): Promise<Broker> => {
  const child = await startChild('broker.ts', [String(port)])
  return {
    port: child.port,
    usage: child.usage,
    async heardOf(ids) {
      const end = performance.now() + patience
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
