/** A server as a process of its own, for tests that cut it off, stop it and kill it. Says its port when it is ready. */
import { once } from 'node:events'
import { argv, stdout } from 'node:process'
import type { Store } from '@msg/core'
import { createMemoryStore } from '@msg/core/memory'
import { openPglite } from '@msg/drizzle'
import { serve } from './serve.ts'

/** `memory`, or `pglite:<folder>`. */
const openStore = async (where: string): Promise<Store> => {
  const [, kind = where, place = ''] = /^(\w+):(.*)$/.exec(where) ?? []
  if (kind === 'pglite') return openPglite({ dataDir: place })
  return createMemoryStore()
}

const [, , where = 'memory', port = '0'] = argv
const served = await serve({ store: await openStore(where) }, { port: Number(port) })
stdout.write(`port ${served.port}\n`)
await once(process, 'SIGTERM')
await served.close()
