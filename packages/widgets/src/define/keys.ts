import './provider.ts'
import { define } from '../context/define.ts'
import { MsgKeys } from '../elements/keys/msg-keys.ts'

declare global {
  interface HTMLElementTagNameMap {
    'msg-keys': MsgKeys
  }
}

define('msg-keys', MsgKeys)
