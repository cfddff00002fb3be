import { readFile } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import type { LinkInput } from '@msg/bridge'
import { isId } from '@msg/core'
import type { ChatServer } from '@msg/stackexchange'
import { SettingError } from './setting-error.ts'

/** What the configuration file says. It holds no secret. */
export interface Config {
  /** The name that becomes part of the ids of remote users. */
  readonly server: string
  /** What the chat client is given: the name, or the addresses of a fake on this machine. */
  readonly chat: string | ChatServer
  readonly links: readonly LinkInput[]
  /** Where the conversations are: a mount of another process; null for the database at `DATABASE_URL`. */
  readonly messaging: { readonly url: string } | null
  /** The folder of the bridge's own memory; null for the database at `DATABASE_URL`. */
  readonly memory: string | null
  /** The schema of the conversations. */
  readonly schema: string
  /** The schema of the bridge's own tables. */
  readonly bridgeSchema: string
  /** A module whose default export is the host's directory; null: names are ids. */
  readonly directory: string | null
  /** Where the chat's session is kept, so that logging in stays rare. */
  readonly sessionFile: string
  /** Port of the health endpoint on loopback; null for none. */
  readonly healthPort: number | null
  /** Milliseconds after which another process takes over. */
  readonly takeover: number
}

type Fields = Readonly<Record<string, unknown>>

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const wrong = (where: string, problem: string): SettingError =>
  new SettingError(`in the configuration, "${where}" ${problem}`)

const known = [
  'server',
  'links',
  'messaging',
  'memory',
  'schema',
  'bridgeSchema',
  'directory',
  'sessionFile',
  'healthPort',
  'takeover',
]
const names = ['stackexchange', 'stackoverflow', 'meta']

/** Reads a configuration file. @throws SettingError */
export const readConfig = async (path: string): Promise<Config> => {
  const text = await readFile(path, 'utf8').catch(() => {
    throw new SettingError(`the configuration ${path} cannot be read: write it, or name another one with --config`)
  })
  return configOf(parsed(text, path), dirname(resolve(path)))
}

const parsed = (text: string, path: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    throw new SettingError(`the configuration ${path} is no JSON`)
  }
}

/** Checks a configuration; paths in it are from its own folder. @throws SettingError */
export const configOf = (value: unknown, folder: string): Config => {
  if (!isFields(value)) throw new SettingError('the configuration must be a JSON object')
  const stray = Object.keys(value).find((name) => !known.includes(name))
  if (stray !== undefined) throw wrong(stray, `is not known; there are ${known.join(', ')}. Secrets do not belong here`)
  const directory = optionalText(value, 'directory', null)
  const messaging = value['messaging'] === undefined ? null : messagingOf(value['messaging'])
  const memory = optionalText(value, 'memory', null)
  if (messaging !== null)
    for (const name of ['schema', 'directory'])
      if (value[name] !== undefined) throw wrong(name, 'is for a bot that opens the database of the conversations')
  if (messaging === null && memory !== null)
    throw wrong('memory', 'is for a bot that reaches the conversations by "messaging": else they share a database')
  return {
    ...serverOf(value['server']),
    links: linksOf(value['links']),
    messaging,
    memory: memory === null ? null : resolve(folder, memory),
    schema: optionalText(value, 'schema', 'msg'),
    bridgeSchema: optionalText(value, 'bridgeSchema', 'msg_bridge'),
    directory: directory === null ? null : resolve(folder, directory),
    sessionFile: resolve(folder, optionalText(value, 'sessionFile', 'bridge-session.json')),
    healthPort: value['healthPort'] === undefined ? null : wholeNumber(value, 'healthPort', { from: 0, to: 65_535 }),
    takeover: value['takeover'] === undefined ? 30_000 : wholeNumber(value, 'takeover', { from: 1, to: 600_000 }),
  }
}

const optionalText = <Otherwise extends string | null>(
  fields: Fields,
  name: string,
  otherwise: Otherwise,
): string | Otherwise => {
  const value = fields[name]
  if (value === undefined) return otherwise
  if (typeof value !== 'string' || value === '') throw wrong(name, 'must be a text')
  return value
}

const wholeNumber = (
  fields: Fields,
  name: string,
  { from, to }: { readonly from: number; readonly to: number },
): number => {
  const value = fields[name]
  if (typeof value !== 'number' || !Number.isInteger(value) || value < from || value > to)
    throw wrong(name, `must be a whole number from ${from} to ${to}`)
  return value
}

/** One of the three servers by name, or a fake: no other address is ever given a cookie or a password. */
const serverOf = (value: unknown): Pick<Config, 'server' | 'chat'> => {
  if (typeof value === 'string' && names.includes(value)) return { server: value, chat: value }
  if (!isFields(value)) throw wrong('server', `must be ${names.join(', ')}`)
  const { chatOrigin, loginOrigin, chatCookie } = value
  if (!isLoopback(chatOrigin) || !isLoopback(loginOrigin) || typeof chatCookie !== 'string')
    throw wrong('server', `must be ${names.join(', ')}, or a fake on this machine: chatOrigin, loginOrigin, chatCookie`)
  return { server: 'fake', chat: { chatOrigin, loginOrigin, chatCookie } }
}

const isLoopback = (value: unknown): value is string =>
  typeof value === 'string' && /^http:\/\/(?:127\.0\.0\.1|localhost|\[::1\])(?::\d+)?$/.test(value)

/** The secret goes with each request: over TLS, or to this machine. */
const messagingOf = (value: unknown): { readonly url: string } => {
  const url = isFields(value) && Object.keys(value).length === 1 ? value['url'] : undefined
  const given = typeof url === 'string' && URL.canParse(url) ? new URL(url) : null
  if (given === null || given.username !== '' || !(given.protocol === 'https:' || isLoopback(given.origin)))
    throw wrong(
      'messaging',
      'must be { "url": "https://…" }, where the conversations are mounted. Secrets do not belong here',
    )
  return { url: given.href }
}

const linksOf = (value: unknown): readonly LinkInput[] => {
  if (!Array.isArray(value) || value.length === 0)
    throw wrong('links', 'must name at least one: [{ "conversationId": "…", "roomId": 1 }]')
  return value.map(linkAt)
}

const linkAt = (value: unknown, at: number): LinkInput => {
  const where = `links/${at}`
  if (!isFields(value)) throw wrong(where, 'must be { "conversationId", "roomId" }')
  const { conversationId, roomId, ignore = [], late = 'skip', ...rest } = value
  for (const name of Object.keys(rest)) throw wrong(`${where}/${name}`, 'is not known')
  if (!isId(conversationId)) throw wrong(`${where}/conversationId`, 'must be the id of a conversation')
  if (!isRemoteId(roomId)) throw wrong(`${where}/roomId`, 'must be the number in the address of the room')
  if (!Array.isArray(ignore) || !ignore.every(isRemoteId))
    throw wrong(`${where}/ignore`, 'must be a list of user numbers')
  if (late !== 'skip' && late !== 'note') throw wrong(`${where}/late`, 'must be skip or note')
  return { conversationId, roomId, ignore, late }
}

const isRemoteId = (value: unknown): value is number =>
  typeof value === 'number' && Number.isInteger(value) && value > 0
