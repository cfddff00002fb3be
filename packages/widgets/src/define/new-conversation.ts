import './provider.ts'
import { define } from '../context/define.ts'
import { MsgAvatar } from '../elements/msg-avatar.ts'
import { MsgNewConversation } from '../elements/msg-new-conversation.ts'
import { MsgUserPicker } from '../elements/user-picker/msg-user-picker.ts'

declare global {
  interface HTMLElementTagNameMap {
    'msg-avatar': MsgAvatar
    'msg-user-picker': MsgUserPicker
    'msg-new-conversation': MsgNewConversation
  }
}

define('msg-avatar', MsgAvatar)
define('msg-user-picker', MsgUserPicker)
define('msg-new-conversation', MsgNewConversation)
