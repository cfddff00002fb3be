import { start } from 'node:repl'
import { parseArgs } from 'node:util'
import { connect, type Chat } from '../chat.ts'
import { isStackExchangeError } from '../errors.ts'
import type { ChatServer } from '../server.ts'
import { anonymous, password, type Auth } from '../session/auth.ts'
import { createAsker, type Terminal } from './ask.ts'

/** What the command runs with. */
export interface ReplOptions extends Terminal {
  /** Arguments after the command's name. */
  readonly args: readonly string[]
  /** `ChatExchangeU` and `ChatExchangeP` spare the questions. */
  readonly env: Readonly<Record<string, string | undefined>>
}

const USAGE = `usage: msg-stackexchange repl [--host NAME] [--login ORIGIN] [--room ID]

  --host   stackexchange.com (default), stackoverflow.com, meta.stackexchange.com, or the origin of a fake
  --login  origin of the fake's login site
  --room   the room called "sandbox", default 1

The variables ChatExchangeU and ChatExchangeP give e-mail address and password.
An empty address reads without an account.
`

const serverOf = (host: string, login: string | undefined): string | ChatServer =>
  /^https?:\/\//.test(host)
    ? { chatOrigin: new URL(host).origin, loginOrigin: new URL(login ?? host).origin, chatCookie: 'sechatusr' }
    : host

/** The credentials of the environment, or asked for; the password is neither shown nor kept. */
const authFrom = async ({ env, input, output }: ReplOptions): Promise<Auth> => {
  const { ChatExchangeU, ChatExchangeP } = env
  if (ChatExchangeU && ChatExchangeP) return password({ email: ChatExchangeU, password: ChatExchangeP })
  const asker = createAsker({ input, output })
  try {
    const email = ChatExchangeU ?? (await asker.ask('E-mail (empty to read only): '))
    if (email.trim() === '') return anonymous()
    return password({ email: email.trim(), password: ChatExchangeP ?? (await asker.askSecretly('Password: ')) })
  } finally {
    asker.close()
  }
}

const explore = async (chat: Chat, roomId: number, { input, output }: Terminal) => {
  const { me } = chat
  const name = me ? await me.name : null
  const who = name === null ? 'reading without an account' : `connected as ${name}`
  output.write(`${who} to ${chat.server.chatOrigin}\nready: chat, sandbox, me. Try: await sandbox.name\n`)
  const session = start({ prompt: '> ', input, output })
  Object.assign(session.context, { chat, sandbox: chat.room(roomId), me })
  await new Promise<void>((resolve) => void session.on('exit', resolve))
}

/** Runs the command; resolves with its exit code. */
export const runRepl = async (options: ReplOptions): Promise<number> => {
  const { output } = options
  try {
    const { values, positionals } = parseArgs({
      args: [...options.args],
      allowPositionals: true,
      options: {
        host: { type: 'string', default: 'stackexchange.com' },
        login: { type: 'string' },
        room: { type: 'string', default: '1' },
        help: { type: 'boolean', default: false },
      },
    })
    if (values.help || positionals[0] !== 'repl') {
      output.write(USAGE)
      return values.help ? 0 : 2
    }
    await using chat = await connect({ server: serverOf(values.host, values.login), auth: await authFrom(options) })
    await explore(chat, Number(values.room), options)
    return 0
  } catch (error) {
    // Only known errors are sure to hold no secret.
    output.write(isStackExchangeError(error) ? `${error.message}\n` : USAGE)
    return 1
  }
}
