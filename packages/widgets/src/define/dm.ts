import './provider.ts'
import { define } from '../context/define.ts'
import { MsgDm } from '../elements/dm/msg-dm.ts'

define('msg-dm', MsgDm)
