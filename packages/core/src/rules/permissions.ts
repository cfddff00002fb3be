import type { Conversation } from '../model/conversation.ts'
import type { Features } from '../model/features.ts'
import type { Permissions } from '../model/member.ts'
import type { ConversationRecord } from '../ports/store.ts'
import { isKindOn, renaming } from './features.ts'
import { noRights } from './rights.ts'
import type { Rights } from './rights.ts'

/** What beside membership decides what somebody may do. */
export interface Allowance {
  readonly features: Features
  /** Left out in an inbox, where nobody asks the targets of every row: then it is what membership alone allows. */
  readonly rights?: Rights
}

/**
 * A conversation with what its viewer may do in it, by the same conditions the decisions refuse by. Field by field, because
 * to copy all but some of them takes V8 twice as long.
 */
export const withPermissions = (record: ConversationRecord, allowance: Allowance): Conversation => {
  return {
    id: record.id,
    kind: record.kind,
    title: record.title,
    createdBy: record.createdBy,
    createdAt: record.createdAt,
    invitePolicy: record.invitePolicy,
    visibility: record.visibility,
    joinPolicy: record.joinPolicy,
    target: record.target,
    closedAt: record.closedAt,
    revision: record.revision,
    memberCount: record.memberCount,
    memberIds: record.memberIds,
    lastSeq: record.lastSeq,
    lastMessage: record.lastMessage,
    me: { ...record.me, can: permissions(record, allowance) },
  }
}

const permissions = (record: ConversationRecord, { features, rights = noRights }: Allowance): Permissions => {
  const { kind, closedAt, visibility, joinPolicy, invitePolicy, blocked, me } = record
  const active = me.status === 'active'
  const open = closedAt === null
  const fresh = open && isKindOn(features, kind)
  const takesPart = fresh && !blocked && (active || rights.post)
  const admin = rights.moderate || (active && me.role === 'admin')
  const manages = open && admin && (kind === 'group' || kind === 'room')
  const invites = kind === 'group' ? active && invitePolicy === 'members' : false
  const joinedByAll = visibility === 'public' && joinPolicy === 'open'
  const readsOn = active || rights.view || rights.moderate || (kind === 'room' && visibility === 'public')
  const retractsAny = rights.moderate || (features.adminsRetract && admin && kind !== 'direct')
  // Inviting into a direct makes a group.
  const extended = kind === 'direct' && active && open && !blocked && isKindOn(features, 'group')
  const enters =
    kind === 'room' &&
    rights.personal &&
    !active &&
    (rights.moderate || (joinPolicy === 'open' && me.status !== 'removed'))
  return {
    send: takesPart,
    attach: takesPart && features.attachments,
    react: features.reactions && (takesPart || (fresh && kind === 'channel' && readsOn)),
    edit: takesPart && features.editing,
    retract: retractsAny || (features.retracting && (active || rights.post || (kind === 'channel' && readsOn))),
    retractOthers: retractsAny,
    pin: features.pins && (kind === 'direct' ? (active || rights.moderate) && !blocked : admin),
    rename: mayRename(renaming(features, kind), { manages, takesPart: open && active && kind !== 'direct' }),
    update: manages,
    addMembers: extended || (fresh && (invites || (manages && !joinedByAll))),
    manageMembers: manages,
    moderate: rights.moderate,
    delete: kind === 'direct' ? active : admin && kind !== 'channel',
    join: fresh && enters,
    leave: active && kind !== 'direct',
    markRead: readsOn && rights.personal,
  }
}

const mayRename = (
  who: Features['renamingGroups'],
  { manages, takesPart }: { readonly manages: boolean; readonly takesPart: boolean },
): boolean => (who === 'members' && takesPart) || (who !== 'nobody' && manages)
