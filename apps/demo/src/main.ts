import { once } from 'node:events'
import { argv, env } from 'node:process'
import { createMessaging, isMsgError } from '@msg/core'
import { serveNode } from '@msg/hono/node'
import { createMqttNotifier } from '@msg/mqtt'
import type { ConnectionOptions } from '@msg/mqtt'
import { startBroker } from './broker.ts'
import type { DemoBroker } from './broker.ts'
import type { DemoBridge } from './bridge.ts'
import { consoleLogger } from './console-logger.ts'
import { targets } from './articles.ts'
import { directory } from './people.ts'
import { seed } from './seed/seed.ts'
import { SettingError } from './setting-error.ts'
import { settingsFrom } from './settings.ts'
import { createSite } from './site.ts'
import { openStore, schema } from './store.ts'
import type { Storage } from './store.ts'

const run = async (): Promise<void> => {
  const { port, host, storage, broker: named, bridged } = await settingsFrom(env, argv)
  const logger = consoleLogger()
  const store = await openStore(storage, logger)
  await using broker = await openBroker(named)
  const mqtt = createMqttNotifier({ ...broker.address, logger })
  const bridge = bridged ? await openBridge() : null
  await using messaging = createMessaging({
    store,
    directory: bridge?.directory(directory) ?? directory,
    targets,
    logger,
    notifiers: [mqtt],
  })
  const server = await serveNode(await createSite({ messaging, logger, pictures: bridge?.pictures ?? null }), {
    port,
    hostname: host,
  })
  await seed(messaging)
  if (bridge !== null)
    console.log(`Stack Exchange, faked: ${await bridge.start(messaging)} <-> ${server.url}/journal/lighthouse`)
  console.log(`@msg demo: ${server.url}\ndata: ${placeOf(storage)}`)
  console.log(named === null ? `MQTT, as bob: ${subscription(broker.address)}` : `MQTT: ${broker.address.host} is told`)
  console.log('Ctrl-C stops it.')
  await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')])
  console.log('stopping: finishing what is under way')
  await bridge?.close()
  await server.close()
}

/** The broker that is named, or one of the demo's own. */
const openBroker = async (named: ConnectionOptions | null): Promise<DemoBroker> =>
  named === null ? startBroker(targets) : { address: named, async [Symbol.asyncDispose]() {} }

/** Where everything is kept, without a password. */
const placeOf = (storage: Storage): string =>
  'dataDir' in storage ? storage.dataDir : `Postgres, in the schema ${schema}`

/** How to listen to the demo's own broker. */
const subscription = ({ host, port }: ConnectionOptions): string =>
  `npx mqtt sub -h ${host} -p ${port} -u bob -P x -t /msg/user/bob/messages/publish`

/** Loaded only where it is asked for. */
const openBridge = async (): Promise<DemoBridge> => (await import('./bridge.ts')).openDemoBridge(consoleLogger())

/** What a person can do something about, in one line; null for anything else. */
const explained = (error: unknown): string | null => {
  if (error instanceof SettingError || (isMsgError(error) && error.code === 'unavailable')) return error.message
  const code = error instanceof Error && 'code' in error ? error.code : null
  if (code === 'EADDRINUSE') return 'this port is taken: set PORT to another one, or PORT=0 for any that is free'
  if (code === 'EACCES') return 'this port or folder is not allowed: set PORT or DATA_DIR to another one'
  return null
}

try {
  await run()
} catch (error) {
  const reason = explained(error)
  console.error(reason === null ? error : `The demo did not start: ${reason}`)
  process.exitCode = 1
}
