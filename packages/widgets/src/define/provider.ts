import { define } from '../context/define.ts'
import { MsgProvider } from '../elements/msg-provider.ts'

define('msg-provider', MsgProvider)
