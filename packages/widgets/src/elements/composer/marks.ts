import { typeInto } from './type-into.ts'

/** What Mod and a key put around what is selected; with Shift the second. */
const byKey: Readonly<Record<string, string>> = { b: '**', i: '*', e: '`' }
const byShiftedKey: Readonly<Record<string, string>> = { x: '~~' }

/** Puts marks around what is selected in a field, where a key asks for that; false where it does not. */
export const marks = (event: KeyboardEvent, editor: HTMLTextAreaElement): boolean => {
  const { key, ctrlKey, metaKey, altKey, shiftKey } = event
  const asked = shiftKey ? byShiftedKey : byKey
  const mark = (ctrlKey || metaKey) && !altKey ? asked[key.toLowerCase()] : undefined
  if (mark === undefined) return false
  const { selectionStart, selectionEnd, value } = editor
  typeInto(editor, `${mark}${value.slice(selectionStart, selectionEnd)}${mark}`)
  editor.setSelectionRange(selectionStart + mark.length, selectionEnd + mark.length)
  return true
}
