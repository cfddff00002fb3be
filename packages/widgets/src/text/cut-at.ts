/** Where a text can be cut at some place or shortly before it: not between the halves of a character such as an emoji. */
export const cutAt = (text: string, at: number): number =>
  at > 0 && /[\uD800-\uDBFF]/.test(text.charAt(at - 1)) && /[\uDC00-\uDFFF]/.test(text.charAt(at)) ? at - 1 : at
