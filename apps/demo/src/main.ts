import { once } from 'node:events'
import { argv, env } from 'node:process'
import { createMessaging, isMsgError } from '@msg/core'
import { openPglite } from '@msg/drizzle'
import { serveNode } from '@msg/hono/node'
import { createMqttNotifier } from '@msg/mqtt'
import { startBroker } from './broker.ts'
import type { DemoBridge } from './bridge.ts'
import { consoleLogger } from './console-logger.ts'
import { targets } from './articles.ts'
import { directory } from './people.ts'
import { seed } from './seed/seed.ts'
import { SettingError, settingsFrom } from './settings.ts'
import { createSite } from './site.ts'

const run = async (): Promise<void> => {
  const { port, host, dataDir, bridged } = await settingsFrom(env, argv)
  const logger = consoleLogger()
  const store = await openPglite({ dataDir })
  await using broker = await startBroker(targets)
  const { username, password } = broker
  const mqtt = createMqttNotifier({ host: '127.0.0.1', port: broker.port, username, password, logger })
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
  console.log(`@msg demo: ${server.url}\ndata: ${dataDir}`)
  console.log(`MQTT, as bob: npx mqtt sub -h 127.0.0.1 -p ${broker.port} -u bob -P x -t /msg/user/bob/messages/publish`)
  console.log('Ctrl-C stops it.')
  await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')])
  console.log('stopping: finishing what is under way')
  await bridge?.close()
  await server.close()
}

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
