import { checkLinks } from './check.ts'
import { readConfig } from './config.ts'
import { serveHealth } from './health.ts'
import type { Log } from './log.ts'
import { createLog } from './log.ts'
import { readSecrets } from './secrets.ts'
import type { SecretsSource } from './secrets.ts'
import { openSides } from './sides.ts'

/** What the bot was called with. */
export interface BotInput {
  readonly configPath: string
  readonly secrets: SecretsSource
  /** Only look whether it would run; write nothing and post nothing. */
  readonly dryRun: boolean
  readonly write: (line: string) => void
  /** Resolves when the bot is to stop. */
  readonly stopping: Promise<unknown>
  /** Is given what hides secrets in whatever else is printed. */
  readonly onSecrets: (hidden: readonly string[]) => void
}

/** Runs the bridge until it is stopped. @throws SettingError, and what either side refuses at the start */
export const runBot = async (input: BotInput): Promise<void> => {
  const config = await readConfig(input.configPath)
  const secrets = await readSecrets(input.secrets)
  input.onSecrets(secrets.hidden)
  const log = createLog(input.write, secrets.hidden)
  // Until it relays nothing is under way: who is to stop does not wait for a server that does not answer.
  const unlessStopping = <T>(work: Promise<T>): Promise<T | null> =>
    Promise.race([work, input.stopping.then(() => null)])
  const opening = openSides({ config, secrets, log, dryRun: input.dryRun })
  const sides = await unlessStopping(opening)
  if (sides === null) {
    opening.then(({ close }) => close()).catch(() => {})
    return log.info('stopped')
  }
  try {
    const service = sides.messaging.asService(sides.bridge.name)
    const links = await unlessStopping(checkLinks({ service, chat: sides.chat }, config.links))
    for (const link of links ?? []) log.info(input.dryRun ? 'would link' : 'linking', { ...link })
    if (links !== null && !input.dryRun) await relay(input, { sides, healthPort: config.healthPort, log })
  } finally {
    await sides.close()
  }
  log.info('stopped')
}

interface Relaying {
  readonly sides: Awaited<ReturnType<typeof openSides>>
  readonly healthPort: number | null
  readonly log: Log
}

const relay = async ({ stopping }: BotInput, { sides, healthPort, log }: Relaying): Promise<void> => {
  const running = sides.bridge.start(sides)
  const health = healthPort === null ? null : await serveHealth(healthPort, () => running.links)
  log.info('relaying', { health: health === null ? null : `http://127.0.0.1:${health.port}/health` })
  try {
    await stopping
    log.info('stopping: what is under way is finished')
  } finally {
    await health?.close()
    await running.close()
  }
}
