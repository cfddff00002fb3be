import { MsgError } from '@msg/core'
import type { Notice, NoticeConversation, Target, UserId } from '@msg/core'

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

/** What there is at once, or what comes one after the other. */
type Some<T> = readonly T[] | AsyncIterable<T>

/** All addresses of a message, where they are known at once. */
export type Addresses = Some<Address>

/** Whom a message is for: in a channel the object it is about, else each member but its author. */
const targetsOf = (notice: Notice, conversation: NoticeConversation | null): Some<Target> => {
  if (conversation === null) return []
  if (conversation.kind === 'channel' && conversation.target !== null) return [conversation.target]
  const audience = notice.audience()
  const { actor } = notice.change
  return isListed(audience) ? [...audience].filter((id) => id !== actor).map(userTarget) : othersOf(audience, actor)
}

const isListed = <T>(items: AsyncIterable<T>): items is AsyncIterable<T> & Iterable<T> => Symbol.iterator in items

async function* othersOf(audience: AsyncIterable<UserId>, actor: UserId): AsyncGenerator<Target, void, void> {
  for await (const userId of audience) if (userId !== actor) yield userTarget(userId)
}

async function* addressesOf(
  targets: Some<Target>,
  addressOf: (target: Target) => Address | Promise<Address>,
): AsyncGenerator<Address, void, void> {
  for await (const target of targets) yield addressOf(target)
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

/** Where {@link flatTopics} has a message go, without waiting for what is there at once. */
export const flatAddresses = (base: string): ((notice: Notice) => Promise<Addresses>) => {
  const root = checkedBase(base)
  const ofUsers = new Map<UserId, Address>()
  const made = (target: Target): Address => ({
    topic: publishTopic([root, topicLevel(target.type), topicLevel(target.id)]),
    target,
  })
  const addressOf = (target: Target): Address => {
    if (target.type !== 'user') return made(target)
    const kept = ofUsers.get(target.id)
    if (kept !== undefined) return kept
    if (ofUsers.size >= mostKept) ofUsers.clear()
    const address = made(target)
    ofUsers.set(target.id, address)
    return address
  }
  return async (notice) => {
    const targets = targetsOf(notice, await notice.conversation())
    return Symbol.asyncIterator in targets ? addressesOf(targets, addressOf) : targets.map(addressOf)
  }
}

/**
 * A topic per object and per user: `/{base}/{type}/{id}/messages/publish`. What is said in a channel goes to the topic of its
 * object; in a direct, a group or a room to that of each member but its author, also where the room is about an object: a private
 * one is its members', and nobody gets what comes after they were removed.
 */
export const flatTopics = (base: string): Topics => {
  const addresses = flatAddresses(base)
  return async function* inTurn(notice) {
    yield* await addresses(notice)
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
    yield* addressesOf(targetsOf(notice, await notice.conversation()), async (target) => {
      const path = [...(await parents(target)), target].flatMap(({ type, id }) => [topicLevel(type), topicLevel(id)])
      return { topic: publishTopic([root, ...path, ...(verb === 'message' ? [] : verb.split('_'))]), target }
    })
  }
}
