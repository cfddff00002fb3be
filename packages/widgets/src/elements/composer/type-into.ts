/**
 * Puts a text in place of what is selected in a field, as if it were typed: undo takes it back, and the field tells of it as of any
 * other input. Where the browser cannot, it is only put there.
 */
export const typeInto = (editor: HTMLTextAreaElement, text: string): void => {
  editor.focus()
  // oxlint-disable-next-line typescript/no-deprecated -- nothing else there is keeps what undo knows
  if (document.execCommand('insertText', false, text)) return
  editor.setRangeText(text, editor.selectionStart, editor.selectionEnd, 'end')
  editor.dispatchEvent(new Event('input'))
}
