import './provider.ts'
import { define } from '../context/define.ts'
import { MsgAvatar } from '../elements/msg-avatar.ts'
import { MsgRoom } from '../elements/room/msg-room.ts'

declare global {
  interface HTMLElementTagNameMap {
    'msg-avatar': MsgAvatar
    'msg-room': MsgRoom
  }
}

define('msg-avatar', MsgAvatar)
define('msg-room', MsgRoom)
