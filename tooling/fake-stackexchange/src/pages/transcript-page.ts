import { escapeHtml, isPartial, renderMarkdown } from '../world/render.ts'
import { sourceOf, type FakeMessage, type FakeRoom, type World } from '../world/state.ts'
import { page, userLink, type PageContext } from './layout.ts'

const timeOf = (seconds: number) => new Date(seconds * 1000).toISOString().slice(11, 16)

const starMark = (message: FakeMessage, viewer: number, own: boolean) => {
  if (message.stars.size === 0 && message.pins.size === 0) return '<span class="stars vote-count-container"></span>'
  const classes = ['stars']
  if (own && message.stars.has(viewer)) classes.push('user-star')
  if (message.pins.size > 0) classes.push('owner-star')
  const times = message.stars.size > 1 ? message.stars.size : ''
  return `<span class="flash"><span class="${classes.join(' ')} vote-count-container"><span class="img vote"></span><span class="times">${times}</span></span></span>`
}

/** One message as transcripts show it. */
export const messageMarkup = (message: FakeMessage, viewer: number, asker: { readonly ownStars: boolean }) => {
  const content = message.deleted
    ? '<div class="content"><span class="deleted">(removed)</span></div>'
    : `<div class="${isPartial(sourceOf(message)) ? 'content partial' : 'content'}">${renderMarkdown(sourceOf(message))}</div>`
  const reply =
    message.showParent && message.parentId !== null
      ? `<a class="reply-info" href="/transcript/message/${message.parentId}#${message.parentId}"> </a>`
      : ''
  const edits =
    message.revisions.length > 1 ? '<a class="action-link edits" href="#"><span class="img edits"></span></a>' : ''
  return `<div class="message" id="message-${message.id}"><a name="${message.id}" href="/transcript/${message.roomId}?m=${message.id}#${message.id}"><span class="action-link"></span></a>${reply}${content}${edits}${starMark(message, viewer, asker.ownStars)}</div>`
}

/** Messages of one author in a row. */
const monologue = (world: World, viewer: number, messages: readonly FakeMessage[]) => {
  const [first] = messages
  if (!first) return ''
  return `<div class="monologue user-${first.userId}"><div class="signature"><div class="tiny-signature"><div class="username">${userLink(world, first.userId)}</div></div></div>
<div class="messages"><div class="timestamp">${timeOf(first.time)}</div>${messages.map((message) => messageMarkup(message, viewer, { ownStars: true })).join('\n')}</div></div>`
}

const inMonologues = (messages: readonly FakeMessage[]) => {
  const groups: FakeMessage[][] = []
  for (const message of messages) {
    const last = groups.at(-1)
    if (last?.[0]?.userId === message.userId) last.push(message)
    else groups.push([message])
  }
  return groups
}

/** The messages of a room on one day. */
export const transcriptPage = (context: PageContext, room: FakeRoom, messages: readonly FakeMessage[]) => {
  const groups = inMonologues(messages).map((group) => monologue(context.world, context.session.userId, group))
  const body = `<div id="sidebar"><h2>Transcript</h2><span class="room-name"><a href="/rooms/${room.id}/room">${escapeHtml(room.name)}</a></span></div>
<div id="transcript">${groups.join('\n')}</div>`
  return page(context, `${room.name} - transcript`, body)
}

/** The starred messages of a room. */
export const starsPage = (context: PageContext, messages: readonly FakeMessage[]) =>
  `<ul class="collapsible">${messages
    .map(
      (message) =>
        `<li id="summary_${message.id}">${starMark(message, context.session.userId, true)} ${renderMarkdown(sourceOf(message))} - ${userLink(context.world, message.userId)}</li>`,
    )
    .join('')}</ul>`
