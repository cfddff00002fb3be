import './provider.ts'
import { define } from '../context/define.ts'
import { MsgComposer } from '../elements/composer/msg-composer.ts'
import { MsgConversation } from '../elements/conversation/msg-conversation.ts'
import { MsgTitle } from '../elements/conversation/msg-title.ts'
import { MsgMessageList } from '../elements/message-list/msg-message-list.ts'
import { MsgAvatar } from '../elements/msg-avatar.ts'
import { MsgQuestion } from '../elements/msg-question.ts'
import { MsgStatus } from '../elements/msg-status.ts'

declare global {
  interface HTMLElementTagNameMap {
    'msg-avatar': MsgAvatar
    'msg-status': MsgStatus
    'msg-message-list': MsgMessageList
    'msg-question': MsgQuestion
    'msg-composer': MsgComposer
    'msg-title': MsgTitle
    'msg-conversation': MsgConversation
  }
}

define('msg-avatar', MsgAvatar)
define('msg-status', MsgStatus)
define('msg-question', MsgQuestion)
define('msg-message-list', MsgMessageList)
define('msg-composer', MsgComposer)
define('msg-title', MsgTitle)
define('msg-conversation', MsgConversation)
