import { escapeHtml, renderMarkdown } from '../world/render.ts'
import { sourceOf, type FakeMessage, type Revision } from '../world/state.ts'
import { page, userLink, type PageContext } from './layout.ts'
import { messageMarkup } from './transcript-page.ts'

const stamp = (seconds: number) => new Date(seconds * 1000).toISOString().slice(11, 16)

const revisionMarkup = (context: PageContext, revision: Revision, index: number) =>
  `<div class="monologue user-${revision.userId}"><div class="signature"><div class="tiny-signature"><div class="username">${userLink(context.world, revision.userId)}</div></div></div>
<div class="messages"><div class="timestamp">${stamp(revision.time)}</div><div class="message"><b>${index === 0 ? 'said:' : 'edited:'}</b> <div class="content">${renderMarkdown(revision.source)}</div><div class="message-source">${escapeHtml(revision.source)}</div></div></div></div>`

/** The revisions, stars and pins of a message. */
export const historyPage = (context: PageContext, message: FakeMessage) => {
  const latest = `<div class="monologue user-${message.userId}"><div class="signature"><div class="tiny-signature"><div class="username">${userLink(context.world, message.userId)}</div></div></div>
<div class="messages"><div class="timestamp">${stamp(message.time)}</div>${messageMarkup(message, context.session.userId, { ownStars: false })}<div class="message-source">${escapeHtml(sourceOf(message))}</div></div></div>`
  const pins = [...message.pins]
    .map(
      (id) =>
        `<p><span class="stars owner-star"><span class="img"></span></span> pinned by ${userLink(context.world, id)}</p>`,
    )
    .join('')
  const revisions = message.revisions
    .map((revision, index) => revisionMarkup(context, revision, index))
    .toReversed()
    .join('\n')
  return page(
    context,
    `History of message ${message.id}`,
    `<h2>Message history</h2>${latest}${pins}<h4>previous revisions</h4>${revisions}`,
  )
}
