import { MsgError } from '@msg/core'
import type { Notice, Target, UserId } from '@msg/core'

/** Where a message is published, and whom or what it is for. */
export interface Address {
  readonly topic: string
  /** An object of the host, or a user (`{ type: 'user', id }`). */
  readonly target: Target
}

/** Where a message goes; nowhere when there is nobody to tell. */
export type Topics = (notice: Notice) => AsyncIterable<Address>

const raw = /^[A-Za-z0-9_-]{1,64}$/

/**
 * An id as one level of a topic: as it is when it is 1 to 64 letters, digits, `-` or `_`; else `~` and its base64url, so that
 * no id is a wildcard, has levels, or is another's. @throws invalid for what no id of anything is
 */
export const topicLevel = (id: string): string => {
  if (id === '' || !id.isWellFormed()) throw new MsgError('invalid', 'this is no id that a topic could have')
  return raw.test(id) ? id : `~${Buffer.from(id, 'utf8').toString('base64url')}`
}

/** The id that a level stands for; null when no id has it. */
export const idOfLevel = (level: string): string | null => {
  if (raw.test(level)) return level
  if (!level.startsWith('~')) return null
  const id = Buffer.from(level.slice(1), 'base64url').toString('utf8')
  return id !== '' && id.isWellFormed() && topicLevel(id) === level ? id : null
}

/** @throws invalid for a base that is not 1 or more levels of letters, digits, `-` and `_` */
export const checkedBase = (base: string): string => {
  if (base.length <= 255 && base.split('/').every((level) => raw.test(level))) return base
  const places = [{ pointer: '/topicBase', message: 'must be levels of letters, digits, - and _, joined by /' }]
  throw new MsgError('invalid', 'the options are not valid', { places })
}

const publishTopic = (levels: readonly string[]): string => `/${levels.join('/')}/messages/publish`

/** Whom a message is for: in a channel the object it is about, else each member but its author. */
async function* targetsOf(notice: Notice): AsyncGenerator<Target, void, void> {
  const conversation = await notice.conversation()
  if (conversation === null) return
  if (conversation.kind === 'channel' && conversation.target !== null) {
    yield conversation.target
    return
  }
  for await (const userId of notice.audience()) if (userId !== notice.change.actor) yield userTarget(userId)
}

const userTarget = (id: UserId): Target => ({ type: 'user', id })

/** A topic of the host's own making may be anything: here it is never empty, and never a pattern. @throws invalid */
export async function* checkedAddresses(addresses: AsyncIterable<Address>): AsyncGenerator<Address, void, void> {
  for await (const address of addresses) {
    const { topic } = address
    const bytes = Buffer.byteLength(topic)
    if (!topic.isWellFormed() || bytes === 0 || bytes > 65_535 || /[#+\0]/.test(topic) || topic.startsWith('$'))
      throw new MsgError('invalid', 'this is no topic to publish to')
    yield address
  }
}

/** Addresses of users that are kept; beyond these all are let go. */
const mostKept = 5_000

const flatAddress = (base: string): ((target: Target) => Address) => {
  const root = checkedBase(base)
  return (target) => ({ topic: publishTopic([root, topicLevel(target.type), topicLevel(target.id)]), target })
}

/** Where {@link flatTopics} has a message go, where that is known without asking; else null. */
export const flatAddressesAtOnce = (base: string): ((notice: Notice) => readonly Address[] | null) => {
  const addressOf = flatAddress(base)
  const kept = new Map<UserId, Address>()
  const keep = (userId: UserId): Address => {
    if (kept.size >= mostKept) kept.clear()
    const address = addressOf(userTarget(userId))
    kept.set(userId, address)
    return address
  }
  return (notice) => {
    const audience = notice.audience()
    if (!isListed(audience)) return null
    const addresses: Address[] = []
    for (const userId of audience) if (userId !== notice.change.actor) addresses.push(kept.get(userId) ?? keep(userId))
    return addresses
  }
}

const isListed = <T>(items: AsyncIterable<T>): items is AsyncIterable<T> & Iterable<T> => Symbol.iterator in items

/**
 * A topic per object and per user: `/{base}/{type}/{id}/messages/publish`. What is said in a channel goes to the topic of its
 * object; in a direct, a group or a room to that of each member but its author, also where the room is about an object: a private
 * one is its members', and nobody gets what comes after they were removed.
 */
export const flatTopics = (base: string): Topics => {
  const addressOf = flatAddress(base)
  return async function* inTurn(notice) {
    for await (const target of targetsOf(notice)) yield addressOf(target)
  }
}

/** What hierarchical topics are made from. */
export interface HierarchicalTopicsOptions {
  readonly base: string
  /** The objects that an object belongs to, the outermost first: of a form its organisation and its project. */
  readonly parents: (target: Target) => readonly Target[] | Promise<readonly Target[]>
}

/**
 * Topics below those of what an object belongs to, with the verb's words as levels where it is not `message`:
 * `/{base}/organization/{id}/project/{id}/xform/{id}/submission/created/messages/publish`.
 */
export const hierarchicalTopics = ({ base, parents }: HierarchicalTopicsOptions): Topics => {
  const root = checkedBase(base)
  return async function* inTurn(notice) {
    const { change } = notice
    const verb = change.subject !== 'gone' && 'verb' in change.subject ? change.subject.verb : 'message'
    for await (const target of targetsOf(notice)) {
      const path = [...(await parents(target)), target].flatMap(({ type, id }) => [topicLevel(type), topicLevel(id)])
      yield { topic: publishTopic([root, ...path, ...(verb === 'message' ? [] : verb.split('_'))]), target }
    }
  }
}
