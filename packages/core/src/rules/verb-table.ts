import type { Features } from '../model/features.ts'
import type { VerbName } from '../verb-name.ts'

/** What verbs have in common for a host that limits them: those of a group are counted together. */
export type VerbGroup = 'start' | 'send' | 'invite' | 'change' | 'mark' | 'read' | 'search'

/** The groups of verbs that write nothing. */
export const readGroups: ReadonlySet<VerbGroup> = new Set(['read', 'search'])

/** What holds for a verb whatever it is asked about. */
export interface VerbTraits {
  readonly group: VerbGroup
  /** Only people do this: services are refused. */
  readonly personal?: true
  /** The switch without which there is no such verb. Those of a kind of conversation are found from what is decided. */
  readonly feature?: Exclude<keyof Features, 'renamingGroups' | 'renamingRooms'>
}

/** Every verb's traits. A verb of `Session` without a line does not compile. */
export const verbTable: { readonly [V in VerbName]: VerbTraits } = {
  'conversations.startDirect': { group: 'start', personal: true },
  'conversations.startGroup': { group: 'start', personal: true },
  'conversations.openRoom': { group: 'start' },
  'conversations.openChannel': { group: 'start' },
  'conversations.update': { group: 'change' },
  'conversations.delete': { group: 'change' },
  'conversations.get': { group: 'read' },
  'members.add': { group: 'invite' },
  'members.join': { group: 'change', personal: true },
  'members.leave': { group: 'change', personal: true },
  'members.remove': { group: 'change' },
  'members.setRole': { group: 'change' },
  'members.list': { group: 'read' },
  'messages.send': { group: 'send' },
  'messages.sendToUsers': { group: 'send', personal: true },
  'messages.sendToTarget': { group: 'send' },
  'messages.get': { group: 'read' },
  'messages.list': { group: 'read' },
  'messages.around': { group: 'read' },
  'messages.stats': { group: 'search' },
  'messages.search': { group: 'search' },
  'messages.edit': { group: 'change', feature: 'editing' },
  'messages.retract': { group: 'change' },
  'messages.purge': { group: 'change' },
  'messages.hide': { group: 'mark', personal: true },
  'messages.pin': { group: 'change', feature: 'pins' },
  'messages.unpin': { group: 'change', feature: 'pins' },
  'messages.revisions': { group: 'read' },
  'reactions.add': { group: 'change', feature: 'reactions' },
  'reactions.remove': { group: 'change', feature: 'reactions' },
  'attachments.upload': { group: 'send', feature: 'attachments' },
  'attachments.get': { group: 'read' },
  'receipts.markRead': { group: 'mark', personal: true },
  'receipts.markDelivered': { group: 'mark', personal: true },
  'receipts.list': { group: 'read', personal: true },
  'receipts.reads': { group: 'read', personal: true },
  'rooms.browse': { group: 'search' },
  'inbox.list': { group: 'read', personal: true },
  'inbox.clear': { group: 'mark', personal: true },
  'inbox.mute': { group: 'mark', personal: true },
  'inbox.unreadByConversation': { group: 'read', personal: true },
  'inbox.unread': { group: 'read', personal: true },
  'people.search': { group: 'search', personal: true },
  'people.contacts': { group: 'read', personal: true },
  'people.get': { group: 'read' },
  'people.block': { group: 'mark', personal: true },
  'people.unblock': { group: 'mark', personal: true },
  'people.blocked': { group: 'read', personal: true },
  'account.export': { group: 'read', personal: true },
  'account.erase': { group: 'change', personal: true },
  'live.typing': { group: 'mark', personal: true },
  'live.read': { group: 'read', personal: true },
}
