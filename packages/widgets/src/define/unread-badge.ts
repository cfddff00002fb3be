import './provider.ts'
import { define } from '../context/define.ts'
import { MsgUnreadBadge } from '../elements/msg-unread-badge.ts'

declare global {
  interface HTMLElementTagNameMap {
    'msg-unread-badge': MsgUnreadBadge
  }
}

define('msg-unread-badge', MsgUnreadBadge)
