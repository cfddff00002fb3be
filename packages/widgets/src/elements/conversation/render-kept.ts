import type { ConversationId } from '@msg/core'
import { html, nothing } from 'lit'
import type { TemplateResult } from 'lit'
import type { Surroundings } from '../../context/surroundings.ts'

/** What I wrote in a conversation that cannot be reached: it is kept here, and sent once it can be. */
export const renderKept = (
  conversationId: ConversationId | null,
  { unsent, strings }: Pick<Surroundings, 'unsent' | 'strings'>,
): TemplateResult | typeof nothing => {
  const bodies = unsent.flatMap((entry) =>
    entry.conversationId === conversationId && entry.write.verb === 'messages.send' ? [entry.write.input.body] : [],
  )
  if (bodies.length === 0) return nothing
  // It scrolls where there is much of it, so keys have to get there.
  return html`<div class="foot kept" role="group" tabindex="0" aria-label=${strings.waiting(bodies.length)}>
    <p aria-hidden="true">${strings.waiting(bodies.length)}</p>
    <ul>
      ${bodies.map((body) => html`<li dir="auto">${body}</li>`)}
    </ul>
  </div>`
}
