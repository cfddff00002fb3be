import { define } from '../context/define.ts'
import { MsgEmojiPicker } from '../elements/emoji-picker/msg-emoji-picker.ts'

define('msg-emoji-picker', MsgEmojiPicker)
