import './conversation.ts'
import { define } from '../context/define.ts'
import { MsgDirect } from '../elements/dm/msg-direct.ts'

declare global {
  interface HTMLElementTagNameMap {
    'msg-direct': MsgDirect
  }
}

define('msg-direct', MsgDirect)
