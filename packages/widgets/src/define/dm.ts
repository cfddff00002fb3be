import './provider.ts'
import { define } from '../context/define.ts'
import { MsgDm } from '../elements/dm/msg-dm.ts'

declare global {
  interface HTMLElementTagNameMap {
    'msg-dm': MsgDm
  }
}

define('msg-dm', MsgDm)
