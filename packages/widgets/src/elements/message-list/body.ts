import { html } from 'lit'
import type { TemplateResult } from 'lit'
import { until } from 'lit/directives/until.js'
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

/** A message as it is read. Built from data: no part of it is ever parsed as HTML. */
export const renderBody = (body: string): unknown => {
  const before = remembered.get(body)
  if (before !== undefined) return before.map(renderBlock)
  if (!mayBeMarkdown(body)) return renderBlock(plain(body))
  if (read !== null) return remember(body, read(body)).map(renderBlock)
  return until(
    loadMarkdown().then(() => renderBody(body)),
    renderBlock(plain(body)),
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

const renderBlock = (block: Block): TemplateResult => {
  switch (block.type) {
    case 'paragraph':
      return html`<p dir="auto">${block.parts.map(renderInline)}</p>`
    case 'code':
      return html`<pre part="code" dir="ltr" tabindex="0"><code>${block.text}</code></pre>`
    case 'quote':
      return html`<blockquote part="quote">${block.blocks.map(renderBlock)}</blockquote>`
    case 'list': {
      const items = block.items.map((item) => html`<li>${item.map(renderBlock)}</li>`)
      return block.ordered
        ? html`<ol start=${block.start}>
            ${items}
          </ol>`
        : html`<ul>
            ${items}
          </ul>`
    }
  }
}

const renderInline = (part: Inline): TemplateResult | string => {
  switch (part.type) {
    case 'text':
      return part.text
    case 'code':
      return html`<code part="code">${part.text}</code>`
    case 'break':
      return html`<br />`
    case 'strong':
      return html`<strong>${part.parts.map(renderInline)}</strong>`
    case 'emphasis':
      return html`<em>${part.parts.map(renderInline)}</em>`
    case 'strike':
      return html`<s>${part.parts.map(renderInline)}</s>`
    case 'link':
      return html`<a part="link" href=${part.href} target="_blank" rel="noopener noreferrer nofollow ugc"
        >${part.parts.map(renderInline)}</a
      >`
  }
}
