import './provider.ts'
import { define } from '../context/define.ts'
import { MsgPins } from '../elements/pins/msg-pins.ts'

declare global {
  interface HTMLElementTagNameMap {
    'msg-pins': MsgPins
  }
}

define('msg-pins', MsgPins)
