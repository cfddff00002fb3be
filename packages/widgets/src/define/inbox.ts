import './provider.ts'
import { define } from '../context/define.ts'
import { MsgConversationList } from '../elements/conversation-list/msg-conversation-list.ts'
import { MsgInbox } from '../elements/inbox/msg-inbox.ts'
import { MsgAvatar } from '../elements/msg-avatar.ts'
import { MsgSearch } from '../elements/search/msg-search.ts'

declare global {
  interface HTMLElementTagNameMap {
    'msg-avatar': MsgAvatar
    'msg-conversation-list': MsgConversationList
    'msg-search': MsgSearch
    'msg-inbox': MsgInbox
  }
}

define('msg-avatar', MsgAvatar)
define('msg-conversation-list', MsgConversationList)
define('msg-search', MsgSearch)
define('msg-inbox', MsgInbox)
