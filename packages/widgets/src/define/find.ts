import './provider.ts'
import { define } from '../context/define.ts'
import { MsgFind } from '../elements/find/msg-find.ts'
import { MsgAvatar } from '../elements/msg-avatar.ts'
import { MsgSearch } from '../elements/search/msg-search.ts'

declare global {
  interface HTMLElementTagNameMap {
    'msg-avatar': MsgAvatar
    'msg-search': MsgSearch
    'msg-find': MsgFind
  }
}

define('msg-avatar', MsgAvatar)
define('msg-search', MsgSearch)
define('msg-find', MsgFind)
