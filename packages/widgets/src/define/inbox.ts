import './conversation.ts'
import { define } from '../context/define.ts'
import { MsgConversationList } from '../elements/conversation-list/msg-conversation-list.ts'
import { MsgInbox } from '../elements/inbox/msg-inbox.ts'
import { MsgNewConversation } from '../elements/msg-new-conversation.ts'
import { MsgUserPicker } from '../elements/user-picker/msg-user-picker.ts'

define('msg-conversation-list', MsgConversationList)
define('msg-user-picker', MsgUserPicker)
define('msg-new-conversation', MsgNewConversation)
define('msg-inbox', MsgInbox)
