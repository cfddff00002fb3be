import './conversation.ts'
import { define } from '../context/define.ts'
import { MsgConversationList } from '../elements/conversation-list/msg-conversation-list.ts'
import { MsgInbox } from '../elements/inbox/msg-inbox.ts'
import { MsgNewConversation } from '../elements/msg-new-conversation.ts'
import { MsgSearch } from '../elements/search/msg-search.ts'

declare global {
  interface HTMLElementTagNameMap {
    'msg-conversation-list': MsgConversationList
    'msg-search': MsgSearch
    'msg-new-conversation': MsgNewConversation
    'msg-inbox': MsgInbox
  }
}

define('msg-conversation-list', MsgConversationList)
define('msg-search', MsgSearch)
define('msg-new-conversation', MsgNewConversation)
define('msg-inbox', MsgInbox)
