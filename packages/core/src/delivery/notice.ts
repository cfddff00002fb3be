import type { Change } from '../model/change.ts'
import type { ConversationId, UserId } from '../model/ids.ts'
import { isService } from '../model/ids.ts'
import type { Directory } from '../ports/directory.ts'
import type { AudienceMember, AudienceRecord } from '../ports/notifier-store.ts'
import type { Notice, NoticeConversation } from '../ports/notifier.ts'
import type { LoggedChange, Store } from '../ports/store.ts'
import type { Targets } from '../ports/targets.ts'
import { firstMembers } from './known-audiences.ts'
import type { Audiences, KnownAudiences } from './known-audiences.ts'
import { profilesOf } from './mentioned-profiles.ts'

/** What notices are made with. */
export interface NoticeParts {
  readonly store: Store
  readonly directory: Directory
  readonly targets: Targets
}

/** Makes notices of changes that are told together: the first of them that asks whom it concerns finds it out for all. */
export const noticesWith = (
  parts: NoticeParts & { readonly audiences: KnownAudiences },
  together: readonly LoggedChange[],
): ((logged: LoggedChange, attempt: number) => Notice) => {
  const conversationIds = [...new Set(together.flatMap(({ change }) => change.conversationId ?? []))]
  let reading: Promise<Audiences> | null = null
  let known = parts.audiences.all(conversationIds)
  const read = async (): Promise<Audiences> => (known = await parts.audiences.read(conversationIds))
  return (logged, attempt) => {
    const { conversationId } = logged.change
    const recordIn = (audiences: Audiences): AudienceRecord | null =>
      (conversationId === null ? null : audiences.get(conversationId)) ?? null
    const record = async (): Promise<AudienceRecord | null> => recordIn(known ?? (await (reading ??= read())))
    return {
      change: logged.change,
      attempt,
      conversation: () =>
        known === null ? record().then(conversationIn) : Promise.resolve(conversationIn(recordIn(known))),
      audience: () => {
        const users = listedAudience(logged, known)
        return users === null ? audienceOf(parts, logged, record) : new Listed(users)
      },
      profiles: (ids) => profilesOf(parts.directory, ids),
      describe: (target) => parts.targets.describe(target),
      missedBy: () => missedBy(parts.store, logged),
    }
  }
}

const conversationIn = (record: AudienceRecord | null): NoticeConversation | null =>
  record === null || record.deleted ? null : record.conversation

const pageSize = 500

/** Whom a sent message concerns, where all members have been read; null where they have not, or there are none. */
const listedAudience = ({ change, audience }: LoggedChange, known: Audiences | null): readonly UserId[] | null => {
  if (change.type !== 'message.sent' || audience !== 'members') return null
  const { deleted = true, members = null } = known?.get(change.conversationId) ?? {}
  return deleted || members === null || members.length >= firstMembers ? null : membersBefore(change, members)
}

/** Of members those whom a change concerns: of a sent message, who were in before it. */
const membersBefore = (change: Change, members: readonly AudienceMember[]): readonly UserId[] => {
  const since = change.type === 'message.sent' && change.subject !== 'gone' ? change.subject.seq : Infinity
  return members.filter(({ joinedSeq }) => joinedSeq < since).map(({ userId }) => userId)
}

/** A list that is read like a generator, at a fraction of its cost; who knows it may also iterate it without waiting. */
class Listed<T> implements AsyncIterable<T>, Iterable<T> {
  readonly #items: readonly T[]

  constructor(items: readonly T[]) {
    this.#items = items
  }

  [Symbol.iterator](): Iterator<T> {
    return this.#items.values()
  }

  [Symbol.asyncIterator](): AsyncIterator<T> {
    const rest = this.#items.values()
    return { next: () => Promise.resolve(rest.next()) }
  }
}

async function* audienceOf(
  { store, targets }: NoticeParts,
  { change, audience, owner }: LoggedChange,
  recordOf: () => Promise<AudienceRecord | null>,
): AsyncGenerator<UserId, void, void> {
  if (change.conversationId === null || audience !== 'members') {
    const only = owner ?? change.actor
    if (!isService(only)) yield only
    return
  }
  const record = await recordOf()
  const isOver = record?.deleted !== false
  if (!isOver && record?.conversation.kind === 'channel' && record.conversation.target !== null) {
    yield* targets.audience(record.conversation.target)
    return
  }
  const first = isOver && change.type !== 'conversation.deleted' ? [] : (record?.members ?? [])
  for await (const members of membersOf(store, change.conversationId, first)) {
    const ids = membersBefore(change, members)
    const blockers = change.type === 'receipt.advanced' ? await blockersOf(store, change.actor, ids) : new Set<UserId>()
    yield* ids.filter((id) => !blockers.has(id))
  }
  if (change.type === 'member.removed' && change.subject !== 'gone') yield change.subject.userId
}

/** All active members, of whom the first are known already. */
async function* membersOf(
  { notifiers }: Store,
  id: ConversationId,
  first: readonly AudienceMember[],
): AsyncGenerator<readonly AudienceMember[], void, void> {
  yield first
  let last = first.length < firstMembers ? undefined : first.at(-1)
  while (last !== undefined) {
    const [rest] = await notifiers.audiences({ conversationIds: [id], above: last.ordinal, limit: pageSize })
    const page = rest?.members ?? []
    yield page
    last = page.length < pageSize ? undefined : page.at(-1)
  }
}

/** Who of these does not want to learn what this user does. */
const blockersOf = async (store: Store, actor: UserId, ids: readonly UserId[]): Promise<ReadonlySet<UserId>> =>
  new Set(
    (await store.blocksBetween(actor, ids)).filter(({ blocked }) => blocked === actor).map(({ blocker }) => blocker),
  )

async function* missedBy(store: Store, { change }: LoggedChange): AsyncGenerator<UserId, void, void> {
  if (change.type !== 'message.sent' || change.subject === 'gone' || change.subject.retractedAt !== null) return
  const { conversationId, seq } = change.subject
  for (let above = 0; ;) {
    const page = await store.notifiers.missed({ conversationId, seq, above, limit: pageSize })
    yield* page.map(({ userId }) => userId)
    const last = page.at(-1)
    if (last === undefined || page.length < pageSize) return
    above = last.ordinal
  }
}
