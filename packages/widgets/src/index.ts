// The elements, unregistered: a host may give them tags of its own. Importing `@msg/widgets/<name>.js` registers them.
export { MsgProvider } from './elements/msg-provider.ts'
export { MsgInbox } from './elements/inbox/msg-inbox.ts'
export { MsgConversationList } from './elements/conversation-list/msg-conversation-list.ts'
export { MsgMembers } from './elements/members/msg-members.ts'
export { MsgSearch } from './elements/search/msg-search.ts'
export { MsgNewConversation } from './elements/msg-new-conversation.ts'
export { MsgUserPicker } from './elements/user-picker/msg-user-picker.ts'
export { MsgUnreadBadge } from './elements/msg-unread-badge.ts'
export { MsgDm } from './elements/dm/msg-dm.ts'
export { MsgRoom } from './elements/room/msg-room.ts'
export { MsgConversation } from './elements/conversation/msg-conversation.ts'
export { MsgMessageList } from './elements/message-list/msg-message-list.ts'
export { MsgComposer } from './elements/composer/msg-composer.ts'
export type { ComposerAbout, SendIntent } from './elements/composer/msg-composer.ts'
export { MsgQuestion } from './elements/msg-question.ts'
export { MsgStatus } from './elements/msg-status.ts'
export { MsgAvatar } from './elements/msg-avatar.ts'
export type { MessageAction } from './elements/message-list/row-actions.ts'

// Language
export { loadStrings, localeFor, localeNames } from './i18n/locales.ts'
export type { LocaleName } from './i18n/locales.ts'
export type { Strings } from './i18n/strings.ts'

// For elements of your own inside a provider
export { surroundingsContext } from './context/surroundings.ts'
export type { Announcer, Connected, Surroundings } from './context/surroundings.ts'
export { forgetDrafts } from './elements/composer/draft-store.ts'
