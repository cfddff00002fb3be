/** A server as a process of its own, for tests that cut it off, stop it and kill it. Says its port when it is ready. */
import { once } from 'node:events'
import { argv, env, stdout } from 'node:process'
import type { Store } from '@msg/core'
import { createMemoryStore } from '@msg/core/memory'
import { openPglite, openPostgres } from '@msg/drizzle'
import { createMqttNotifier } from '@msg/mqtt'
import { serve } from './serve.ts'

/** `memory`, `pglite:<folder>`, or `postgres:<schema>` on the database that DATABASE_URL names. */
const openStore = async (where: string): Promise<Store> => {
  const [, kind = where, place = ''] = /^(\w+):(.*)$/.exec(where) ?? []
  if (kind === 'pglite') return openPglite({ dataDir: place })
  if (kind === 'postgres') return openPostgres({ url: env['DATABASE_URL'] ?? '', schema: place })
  return createMemoryStore()
}

const [, , where = 'memory', port = '0', telling = '{}'] = argv
const { mqttPort, takeover }: { readonly mqttPort?: number; readonly takeover?: number } = JSON.parse(telling)
const notifiers = mqttPort === undefined ? [] : [createMqttNotifier({ host: '127.0.0.1', port: mqttPort })]
const options = { store: await openStore(where), notifiers, ...(takeover === undefined ? {} : { takeover }) }
// Who stands still for a while on a busy machine, and then asks, still gets an answer from a server that is about to end.
const served = await serve(options, { port: Number(port), linger: 1_000 })
stdout.write(`port ${served.port}\n`)
await once(process, 'SIGTERM')
await served.close()
