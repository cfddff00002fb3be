import { createAttributes, type Attributes } from './attributes.ts'
import type { ChatContext } from './context.ts'
import { StackExchangeError } from './errors.ts'
import { rememberUser } from './memory.ts'
import type { InfoOptions, User, UserInfo } from './model.ts'
import { parseProfilePage } from './pages/profile-page.ts'
import { isObject, toInteger, toText } from './protocol/json.ts'

/** A user as `/user/info` gives it. */
export interface UserCard extends Pick<
  UserInfo,
  'name' | 'isModerator' | 'reputation' | 'lastSeenAt' | 'lastMessageAt' | 'avatarUrl'
> {
  readonly id: number
}

const dateOf = (seconds: unknown): Date | null => {
  const unix = toInteger(seconds)
  return unix === null || unix <= 0 ? null : new Date(unix * 1000)
}

/** Where a picture is, of what the server calls a hash: an address behind a `!`, or the hash of an e-mail address at Gravatar. */
const avatarUrlOf = (hash: unknown): string | null => {
  const text = toText(hash) ?? ''
  if (/^[0-9a-f]{32,64}$/.test(text)) return `https://www.gravatar.com/avatar/${text}?s=128&d=identicon`
  const address = text.replace(/^!(?:\/\/)?/, (mark) => (mark === '!//' ? 'https://' : ''))
  return text.startsWith('!') && /^https?:\/\//.test(address) && URL.canParse(address) ? address : null
}

const cardOf = (raw: unknown): UserCard | null => {
  if (!isObject(raw)) return null
  const id = toInteger(raw['id'])
  const name = toText(raw['name'])
  if (id === null || name === null) return null
  return {
    id,
    name,
    isModerator: raw['is_moderator'] === true,
    reputation: toInteger(raw['reputation']) ?? 0,
    lastSeenAt: dateOf(raw['last_seen']),
    lastMessageAt: dateOf(raw['last_post']),
    avatarUrl: avatarUrlOf(raw['email_hash']),
  }
}

/** Asks for several users at once; users that do not exist are left out. */
export const fetchUserCards = async (
  context: ChatContext,
  ids: readonly number[],
  signal?: AbortSignal,
): Promise<readonly UserCard[]> => {
  const answer = await context.calls.postForJson('/user/info', { ids: ids.join(',') }, signal)
  const users = isObject(answer) ? answer['users'] : null
  return Array.isArray(users) ? users.flatMap((user: unknown) => cardOf(user) ?? []) : []
}

const loadersOf = (context: ChatContext, id: number) => {
  const card = async (): Promise<Partial<UserInfo>> => {
    const [found] = await fetchUserCards(context, [id])
    if (!found) throw new StackExchangeError('not-found', { during: `user ${id}` })
    const { id: _id, ...known } = found
    return known
  }
  const profile = async (): Promise<Partial<UserInfo>> => {
    const page = parseProfilePage((await context.calls.get(`/users/${id}`)).body)
    const { about, messageCount, roomCount, name } = page
    return {
      about,
      ...(name === undefined ? {} : { name }),
      ...(messageCount === undefined ? {} : { messageCount }),
      ...(roomCount === undefined ? {} : { roomCount }),
    }
  }
  return {
    name: card,
    isModerator: card,
    reputation: card,
    lastSeenAt: card,
    lastMessageAt: card,
    avatarUrl: card,
    about: profile,
    messageCount: profile,
    roomCount: profile,
  }
}

const USER_FIELDS = [
  'name',
  'about',
  'isModerator',
  'messageCount',
  'roomCount',
  'reputation',
  'lastSeenAt',
  'lastMessageAt',
  'avatarUrl',
] as const

/** Its getters live on the prototype, so that printing or comparing a user asks nothing of the server. */
class ChatUser implements User {
  readonly id: number
  readonly #now: () => number
  readonly #attributes: Attributes<UserInfo>

  constructor(id: number, now: () => number, attributes: Attributes<UserInfo>) {
    this.id = id
    this.#now = now
    this.#attributes = attributes
  }

  get name() {
    return this.#attributes.get('name')
  }

  get about() {
    return this.#attributes.get('about')
  }

  get isModerator() {
    return this.#attributes.get('isModerator')
  }

  get messageCount() {
    return this.#attributes.get('messageCount')
  }

  get roomCount() {
    return this.#attributes.get('roomCount')
  }

  get reputation() {
    return this.#attributes.get('reputation')
  }

  get lastSeenAt() {
    return this.#attributes.get('lastSeenAt')
  }

  get lastMessageAt() {
    return this.#attributes.get('lastMessageAt')
  }

  get avatarUrl() {
    return this.#attributes.get('avatarUrl')
  }

  get lastSeen() {
    const secondsSince = (at: Date | null) =>
      at === null ? null : Math.max(0, Math.round((this.#now() - at.getTime()) / 1000))
    return this.#attributes.get('lastSeenAt').then(secondsSince)
  }

  async info({ refresh = false, signal }: InfoOptions = {}): Promise<UserInfo> {
    if (refresh)
      await Promise.all([this.#attributes.refresh('name', signal), this.#attributes.refresh('about', signal)])
    return this.#attributes.some(USER_FIELDS, signal)
  }
}

/** Creates the object of a user, of whom nothing is known yet. */
export const createUser = (context: ChatContext, id: number): User => {
  const attributes = createAttributes<UserInfo>(loadersOf(context, id), 'user')
  const user = new ChatUser(id, () => context.clock.now(), attributes)
  rememberUser(user, attributes)
  return user
}
