import type { Conversation } from '../model/conversation.ts'
import type { Permissions } from '../model/member.ts'
import type { ConversationRecord } from '../ports/store.ts'

/** A conversation with what its viewer may do in it, by the same conditions the decisions refuse by. */
export const withPermissions = (record: ConversationRecord): Conversation => ({
  ...record,
  me: { ...record.me, can: permissions(record) },
})

const permissions = ({ kind, closedAt, invitePolicy, me }: ConversationRecord): Permissions => {
  const active = me.status === 'active'
  const open = active && closedAt === null
  const admin = open && kind !== 'direct' && me.role === 'admin'
  return {
    send: open,
    react: open,
    pin: active && (kind === 'direct' || me.role === 'admin'),
    update: admin,
    addMembers:
      open && (kind === 'direct' || (kind === 'group' && (invitePolicy === 'members' || me.role === 'admin'))),
    manageMembers: admin,
    leave: active && kind !== 'direct',
    markRead: active,
  }
}
