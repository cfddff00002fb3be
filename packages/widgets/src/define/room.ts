import './conversation.ts'
import { define } from '../context/define.ts'
import { MsgRoom } from '../elements/room/msg-room.ts'

define('msg-room', MsgRoom)
