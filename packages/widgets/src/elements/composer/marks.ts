/** What Mod and a key put around what is selected. */
const byKey: Readonly<Record<string, string>> = { b: '**', i: '*', e: '`' }

/** Puts marks around what is selected in a field, where a key asks for that; false where it does not. */
export const marks = ({ key, ctrlKey, metaKey, altKey }: KeyboardEvent, editor: HTMLTextAreaElement): boolean => {
  const mark = (ctrlKey || metaKey) && !altKey ? byKey[key.toLowerCase()] : undefined
  if (mark === undefined) return false
  const { selectionStart, selectionEnd, value } = editor
  editor.setRangeText(`${mark}${value.slice(selectionStart, selectionEnd)}${mark}`, selectionStart, selectionEnd)
  editor.setSelectionRange(selectionStart + mark.length, selectionEnd + mark.length)
  return true
}
