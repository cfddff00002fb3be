import { define } from '../context/define.ts'
import { MsgProvider } from '../elements/msg-provider.ts'
import type { ProviderElement } from '../elements/provider-element.ts'

declare global {
  interface HTMLElementTagNameMap {
    'msg-provider': ProviderElement
  }
}

define('msg-provider', MsgProvider)
