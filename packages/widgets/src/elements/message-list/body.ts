import { html } from 'lit'
import type { TemplateResult } from 'lit'
import type { Profile, UserId } from '@msg/core'
import { splitMentions } from '../../text/mentions.ts'
import { plain } from '../../text/body.ts'
import type { Block, Inline } from '../../text/body.ts'
import { readBody } from '../../text/read-body.ts'

/** Whom a message speaks to, and who reads it. */
export interface Mentions {
  readonly people: readonly Pick<Profile, 'id' | 'displayName'>[]
  readonly me: UserId
}

/**
 * A message as it is read, or as it was written until what reads it has been loaded. Built from data: no part of it is ever parsed as
 * HTML.
 *
 * @csspart code - Code, in a line or by itself
 * @csspart quote - A quotation
 * @csspart link - What leads elsewhere
 * @csspart mention - Somebody who is spoken to
 */
export const renderBody = (body: string, mentions: Mentions): readonly TemplateResult[] => {
  const blocks = readBody(body)
  // What the message is called, in one line, waits for the same.
  return (blocks instanceof Promise ? [plain(body)] : blocks).map(blockRenderer(mentions))
}

const blockRenderer = (mentions: Mentions): ((block: Block) => TemplateResult) => {
  const inline = inlineRenderer(mentions)
  const block = (shown: Block): TemplateResult => {
    switch (shown.type) {
      case 'paragraph':
        return html`<p dir="auto">${shown.parts.map(inline)}</p>`
      case 'code':
        return html`<pre part="code" dir="ltr" tabindex="0"><code>${shown.text}</code></pre>`
      case 'quote':
        return html`<blockquote part="quote" dir="auto">${shown.blocks.map(inner)}</blockquote>`
      case 'list': {
        const items = shown.items.map((item) => html`<li>${item.map(inner)}</li>`)
        return shown.ordered
          ? html`<ol dir="auto" start=${shown.start}>
              ${items}
            </ol>`
          : html`<ul dir="auto">
              ${items}
            </ul>`
      }
    }
  }
  /** A list and a quotation are read in one direction, that of their first word: their marks stand where their words begin. */
  const inner = (shown: Block): TemplateResult =>
    shown.type === 'paragraph' ? html`<p>${shown.parts.map(inline)}</p>` : block(shown)
  return block
}

const inlineRenderer = (mentions: Mentions): ((part: Inline) => unknown) => {
  const inline = (part: Inline): unknown => {
    switch (part.type) {
      case 'text':
        return part.text.split('\n').map((line, at) => [at === 0 ? '' : html`<br />`, renderText(line, mentions)])
      case 'code':
        return html`<code part="code">${part.text}</code>`
      case 'strong':
        return html`<strong>${part.parts.map(inline)}</strong>`
      case 'emphasis':
        return html`<em>${part.parts.map(inline)}</em>`
      case 'strike':
        return html`<s>${part.parts.map(inline)}</s>`
      case 'link':
        return html`<a part="link" href=${part.href} target="_blank" rel="noopener noreferrer nofollow ugc"
          >${part.parts.map(inline)}</a
        >`
    }
  }
  return inline
}

const renderText = (text: string, { people, me }: Mentions): unknown => {
  if (people.length === 0) return text
  return splitMentions(text, people).map(({ text: part, userId }) =>
    userId === null ? part : html`<bdi part="mention" class=${userId === me ? 'mention me' : 'mention'}>${part}</bdi>`,
  )
}
