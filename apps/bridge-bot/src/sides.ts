import { createBridge } from '@msg/bridge'
import type { Bridge, BridgedMessaging } from '@msg/bridge'
import { connect } from '@msg/stackexchange'
import type { Chat } from '@msg/stackexchange'
import { openEngine } from './engine.ts'
import { openMemory } from './memory.ts'
import { sessionFile } from './session-file.ts'
import { SettingError } from './setting-error.ts'
import type { SidesInput } from './sides-input.ts'

/** Both sides and what is between them, open. */
export interface Sides {
  readonly messaging: BridgedMessaging
  readonly chat: Chat
  readonly bridge: Bridge
  close(): Promise<void>
}

/** Opens the chat, the bridge's memory and the conversations. @throws SettingError, and what either side refuses */
export const openSides = async (input: SidesInput): Promise<Sides> => {
  const { config, log } = input
  const opened: (() => Promise<unknown>)[] = []
  const close = async (): Promise<void> => {
    for (const end of opened.toReversed()) await end()
  }
  try {
    const chat = await openChat(input)
    opened.push(() => chat.close({ queue: 'abort' }))
    const memory = await openMemory(input)
    opened.push(memory.close)
    const { messaging, store, close: closeEngine } = await openEngine(input, memory.store)
    opened.push(closeEngine)
    const { server, links, takeover } = config
    const bridge = createBridge({ server, links, store, logger: log, takeover })
    return { messaging, chat, bridge, close }
  } catch (error) {
    await close().catch(() => {})
    throw error
  }
}

/** Waiting is no failure here: what is to be posted waits as long as it takes. */
const openChat = async ({ config, secrets, log }: SidesInput): Promise<Chat> => {
  const chat = await connect({
    server: config.chat,
    auth: secrets.auth,
    sessions: sessionFile(config.sessionFile),
    sender: { maxAge: Infinity, maxAttempts: Infinity },
    logger: log,
  })
  if (chat.me !== null) return chat
  await chat.close()
  throw new SettingError(
    'the bridge needs an account: set BRIDGE_COOKIES to the acct cookie of a browser that is logged in, or ChatExchangeU and ChatExchangeP',
  )
}
