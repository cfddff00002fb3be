import { define } from '../context/define.ts'
import { MsgProvider } from '../elements/msg-provider.ts'

declare global {
  interface HTMLElementTagNameMap {
    'msg-provider': MsgProvider
  }
}

define('msg-provider', MsgProvider)
