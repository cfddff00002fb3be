import type { Conversation } from '../model/conversation.ts'
import type { Features } from '../model/features.ts'
import type { Permissions } from '../model/member.ts'
import type { ConversationRecord } from '../ports/store.ts'
import { isKindOn } from './features.ts'

/** A conversation with what its viewer may do in it, by the same conditions the decisions refuse by. */
export const withPermissions = (record: ConversationRecord, features: Features): Conversation => ({
  ...record,
  me: { ...record.me, can: permissions(record, features) },
})

const permissions = (record: ConversationRecord, features: Features): Permissions => {
  const { kind, closedAt, invitePolicy, me } = record
  const active = me.status === 'active'
  const open = active && closedAt === null
  const fresh = open && isKindOn(features, kind)
  const manages = active && kind !== 'direct' && me.role === 'admin'
  const admin = manages && open
  return {
    send: fresh,
    react: fresh && features.reactions,
    edit: fresh && features.editing,
    retract: active && features.retracting,
    retractOthers: manages && features.adminsRetract,
    pin: active && features.pins && (kind === 'direct' || me.role === 'admin'),
    rename: open && kind !== 'direct' && mayRename(features.renamingGroups, me.role),
    update: admin,
    addMembers:
      fresh && (kind === 'direct' || (kind === 'group' && (invitePolicy === 'members' || me.role === 'admin'))),
    manageMembers: admin,
    leave: active && kind !== 'direct',
    markRead: active,
  }
}

const mayRename = (who: Features['renamingGroups'], role: ConversationRecord['me']['role']): boolean =>
  who === 'members' || (who === 'admins' && role === 'admin')
