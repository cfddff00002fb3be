import { define } from '../context/define.ts'
import { MsgDm } from '../elements/dm/msg-dm.ts'
import { LauncherProvider } from '../elements/launcher-provider.ts'
import type { ProviderElement } from '../elements/provider-element.ts'

declare global {
  interface HTMLElementTagNameMap {
    'msg-provider': ProviderElement
    'msg-dm': MsgDm
  }
}

define('msg-provider', LauncherProvider)
define('msg-dm', MsgDm)
