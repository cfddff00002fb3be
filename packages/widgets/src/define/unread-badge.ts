import './provider.ts'
import { define } from '../context/define.ts'
import { MsgUnreadBadge } from '../elements/msg-unread-badge.ts'

define('msg-unread-badge', MsgUnreadBadge)
