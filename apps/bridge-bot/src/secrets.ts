import { readFile, stat } from 'node:fs/promises'
import { anonymous, cookies, password } from '@msg/stackexchange'
import type { Auth } from '@msg/stackexchange'
import { SettingError } from './setting-error.ts'

/** What nobody may see: from the environment, from a file that only its owner may read, or from standard input. */
export interface Secrets {
  /** Of the Postgres that has the conversations, or the bridge's own memory. */
  readonly databaseUrl: string | null
  /** By which the host of the conversations knows the bridge. */
  readonly serviceSecret: string | null
  readonly auth: Auth
  /** Every text that must not appear in what is printed. */
  readonly hidden: readonly string[]
}

const wanted = ['DATABASE_URL', 'BRIDGE_SECRET', 'BRIDGE_COOKIES', 'ChatExchangeU', 'ChatExchangeP'] as const
type Name = (typeof wanted)[number]
type Values = { readonly [Each in Name]?: string | undefined }

/** Where the secrets are, beside the environment: a file, `-` for standard input, or nowhere. */
export interface SecretsSource {
  readonly env: Readonly<Record<string, string | undefined>>
  readonly file: string | undefined
  readonly stdin: AsyncIterable<Buffer | string>
}

/** Reads the secrets; a file or standard input goes before the environment. @throws SettingError */
export const readSecrets = async (source: SecretsSource): Promise<Secrets> => {
  const given = source.file === undefined ? {} : valuesIn(await textOf(source.file, source.stdin))
  const values: Values = Object.fromEntries(wanted.map((name) => [name, given[name] ?? source.env[name]]))
  return {
    databaseUrl: databaseUrlIn(values),
    serviceSecret: nonEmpty(values.BRIDGE_SECRET),
    auth: authOf(values),
    hidden: hiddenIn(values),
  }
}

const nonEmpty = (text: string | undefined): string | null => (text === undefined || text === '' ? null : text)

const databaseUrlIn = ({ DATABASE_URL }: Values): string | null => {
  const url = nonEmpty(DATABASE_URL)
  if (url === null || /^postgres(?:ql)?:\/\//.test(url)) return url
  throw new SettingError('DATABASE_URL must be the address of a Postgres: postgres://…')
}

const textOf = async (file: string, stdin: AsyncIterable<Buffer | string>): Promise<string> => {
  if (file === '-') {
    let text = ''
    for await (const chunk of stdin) text += chunk.toString()
    return text
  }
  const found = await stat(file).catch(() => null)
  if (found === null) throw new SettingError('the file of secrets cannot be read: name another one with --secrets')
  if ((found.mode & 0o077) !== 0 && process.platform !== 'win32')
    throw new SettingError('others may read the file of secrets: chmod 600 it')
  return readFile(file, 'utf8')
}

/** Lines of `NAME=value`; anything else is passed over. */
const valuesIn = (text: string): Values =>
  Object.fromEntries(
    text.split('\n').flatMap((line) => {
      const [, name = '', value = ''] = /^\s*(\w+)=(.*?)\s*$/.exec(line) ?? []
      return wanted.some((one) => one === name) ? [[name, value]] : []
    }),
  )

const authOf = ({ BRIDGE_COOKIES, ChatExchangeU: email, ChatExchangeP: secret }: Values): Auth => {
  if (BRIDGE_COOKIES !== undefined && BRIDGE_COOKIES !== '') return cookies(BRIDGE_COOKIES)
  if (email !== undefined && secret !== undefined && email !== '' && secret !== '')
    return password({ email, password: secret })
  return anonymous()
}

const hiddenIn = (values: Values): readonly string[] => {
  const address = values.DATABASE_URL ?? ''
  const databasePassword = URL.canParse(address) ? decodeURIComponent(new URL(address).password) : ''
  const cookieValues = (values.BRIDGE_COOKIES ?? '').split(';').map((pair) => pair.slice(pair.indexOf('=') + 1).trim())
  const all = [
    values.DATABASE_URL,
    values.BRIDGE_SECRET,
    databasePassword,
    values.BRIDGE_COOKIES,
    ...cookieValues,
    values.ChatExchangeU,
    values.ChatExchangeP,
  ]
  // Shorter ones would hide half of what is printed.
  return all.filter((text) => text !== undefined).filter((text) => text.length >= 6)
}
