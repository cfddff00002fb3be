/** What a message says, as data: nothing of it is ever HTML. */

/** A part of a paragraph; texts may have line breaks, which are kept. */
export type Inline =
  | { readonly type: 'text' | 'code'; readonly text: string }
  | { readonly type: 'strong' | 'emphasis' | 'strike'; readonly parts: readonly Inline[] }
  | { readonly type: 'link'; readonly href: string; readonly parts: readonly Inline[] }

/** A part of a message that stands by itself. */
export type Block =
  | { readonly type: 'paragraph'; readonly parts: readonly Inline[] }
  | { readonly type: 'code'; readonly text: string }
  | { readonly type: 'quote'; readonly blocks: readonly Block[] }
  | {
      readonly type: 'list'
      readonly ordered: boolean
      readonly start: number
      readonly items: readonly (readonly Block[])[]
    }

/** A text as it was written. */
export const plain = (text: string): Block => ({ type: 'paragraph', parts: [{ type: 'text', text }] })

/** Whether a text may mean more than its words: most messages do not, and are shown without the reader of Markdown. */
export const mayBeMarkdown = (body: string): boolean =>
  /[*_~`[\]<>|\\]|https?:|mailto:|www\.|@|^\s*(?:[-+#>]|\d+[.)])|^ {4}/m.test(body)

/** Whether a message is nothing but one to three emoji. */
export const isEmojiOnly = (body: string): boolean => body.length <= 64 && oneToThreeEmoji.test(body.trim())

const oneToThreeEmoji = new RegExp(String.raw`^(?:\p{RGI_Emoji}\s*){1,3}$`, 'v')
