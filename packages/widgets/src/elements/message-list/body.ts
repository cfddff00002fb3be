import { html } from 'lit'
import type { TemplateResult } from 'lit'
import { until } from 'lit/directives/until.js'
import type { Profile, UserId } from '@msg/core'
import { splitMentions } from '../../text/mentions.ts'
import { mayBeMarkdown, plain } from '../../text/body.ts'
import type { Block, Inline } from '../../text/body.ts'

/** What reads Markdown, once it is there. */
let read: ((body: string) => readonly Block[]) | null = null
let reading: Promise<void> | null = null

/** Loads what reads Markdown; what is shown until then is shown as it was written. */
const loadMarkdown = (): Promise<void> => {
  reading ??= import('../../text/markdown.ts').then(({ bodyTokens }) => {
    read = bodyTokens
  })
  return reading
}

/** Whom a message speaks to, and who reads it. */
export interface Mentions {
  readonly people: readonly Pick<Profile, 'id' | 'displayName'>[]
  readonly me: UserId
}

/** A message as it is read. Built from data: no part of it is ever parsed as HTML. */
export const renderBody = (body: string, mentions: Mentions = { people: [], me: '' }): unknown => {
  const show = blockRenderer(mentions)
  const before = remembered.get(body)
  if (before !== undefined) return before.map(show)
  if (!mayBeMarkdown(body)) return show(plain(body))
  if (read !== null) return remember(body, read(body)).map(show)
  return until(
    loadMarkdown().then(() => renderBody(body, mentions)),
    show(plain(body)),
  )
}

/** The last few hundred messages read are not read again at each render. */
const remembered = new Map<string, readonly Block[]>()
const most = 1_000

const remember = (body: string, blocks: readonly Block[]): readonly Block[] => {
  if (remembered.size >= most) remembered.clear()
  remembered.set(body, blocks)
  return blocks
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
        return html`<blockquote part="quote">${shown.blocks.map(block)}</blockquote>`
      case 'list': {
        const items = shown.items.map((item) => html`<li>${item.map(block)}</li>`)
        return shown.ordered
          ? html`<ol start=${shown.start}>
              ${items}
            </ol>`
          : html`<ul>
              ${items}
            </ul>`
      }
    }
  }
  return block
}

const inlineRenderer = (mentions: Mentions): ((part: Inline) => unknown) => {
  const inline = (part: Inline): unknown => {
    switch (part.type) {
      case 'text':
        return renderText(part.text, mentions)
      case 'code':
        return html`<code part="code">${part.text}</code>`
      case 'break':
        return html`<br />`
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
