import './provider.ts'
import { define } from '../context/define.ts'
import { MsgMembers } from '../elements/members/msg-members.ts'
import { MsgAvatar } from '../elements/msg-avatar.ts'
import { MsgQuestion } from '../elements/msg-question.ts'
import { MsgUserPicker } from '../elements/user-picker/msg-user-picker.ts'

declare global {
  interface HTMLElementTagNameMap {
    'msg-avatar': MsgAvatar
    'msg-question': MsgQuestion
    'msg-user-picker': MsgUserPicker
    'msg-members': MsgMembers
  }
}

define('msg-avatar', MsgAvatar)
define('msg-question', MsgQuestion)
define('msg-user-picker', MsgUserPicker)
define('msg-members', MsgMembers)
