import { define } from '../context/define.ts'
import { MsgEmojiPicker } from '../elements/emoji-picker/msg-emoji-picker.ts'

declare global {
  interface HTMLElementTagNameMap {
    'msg-emoji-picker': MsgEmojiPicker
  }
}

define('msg-emoji-picker', MsgEmojiPicker)
