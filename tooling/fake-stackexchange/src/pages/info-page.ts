import { escapeHtml, renderMarkdown } from '../world/render.ts'
import { userOf, type FakeRoom, type World } from '../world/state.ts'
import { page, userPath, type PageContext } from './layout.ts'

const messagesIn = (world: World, room: FakeRoom) =>
  [...world.messages.values()].filter((message) => message.roomId === room.id)

/** All messages ever sent there. */
export const messageCount = (world: World, room: FakeRoom) => room.earlierMessages + messagesIn(world, room).length

/** All users who ever took part. */
export const userCount = (world: World, room: FakeRoom) =>
  room.earlierUsers + new Set(messagesIn(world, room).map((message) => message.userId)).size

const userCard = (world: World, id: number, prefix: string) => {
  const user = userOf(world, id)
  return `<div class="usercard" id="${prefix}-user-${id}"><a href="${userPath(id, user.name)}"><img alt="${escapeHtml(user.name)}" src="${user.emailHash.slice(1)}"></a><div class="user-header"><a class="username" href="${userPath(id, user.name)}">${escapeHtml(user.name)}</a></div></div>`
}

const tagLinks = (room: FakeRoom) =>
  room.tags.map((tag) => `<a class="tag" href="/?tab=site&amp;tag=${tag}">${escapeHtml(tag)}</a>`).join(' ')

const classicCard = (world: World, room: FakeRoom) => `
<div class="subheader"><h1>${escapeHtml(room.name)}</h1></div>
<div class="roomcard-xxl"><h1>${escapeHtml(room.name)}</h1><p>${renderMarkdown(room.description)}</p>
${room.parentSite ? `<img class="small-site-logo" title="${escapeHtml(room.parentSite)}" src="/logo.png">` : ''}
<div class="room-mini-tags">${tagLinks(room)}</div>
<div class="clear-both room-message-count-xxl">${messageCount(world, room)}</div><div>all time messages</div>
<div class="clear-both room-user-count-xxl">${userCount(world, room)}</div><div>all time users</div></div>`

const redesignedCard = (world: World, room: FakeRoom) => `
<section class="s-card js-room-card"><h1 class="fs-headline1">${escapeHtml(room.name)}</h1>
<div class="s-prose js-room-description">${renderMarkdown(room.description)}</div>
${room.parentSite ? `<img class="s-avatar" title="${escapeHtml(room.parentSite)}" src="/logo.png">` : ''}
<div class="d-flex">${tagLinks(room).replaceAll('class="tag"', 'class="s-tag"')}</div>
<dl><dt>Messages</dt><dd>${messageCount(world, room).toLocaleString('en-US')}</dd>
<dt>Users</dt><dd>${userCount(world, room).toLocaleString('en-US')}</dd></dl></section>`

/** The page that describes a room. */
export const infoPage = (context: PageContext, room: FakeRoom) => {
  const { world, markup } = context
  const owners = [...room.owners].map((id) => userCard(world, id, 'owner')).join('')
  const present = [...room.present].map((id) => userCard(world, id, 'present')).join('')
  const card = markup === 'redesign' ? redesignedCard(world, room) : classicCard(world, room)
  const body = `${card}<h2>Room Owners</h2><div id="room-ownercards">${owners}</div>
<h2>Currently Active</h2><div id="room-usercards-container">${present}</div>`
  return page(context, `Info for ${room.name}`, body)
}

/** The list of rooms. */
export const roomsPage = (context: PageContext, rooms: readonly FakeRoom[]) => {
  const cards = rooms.map(
    (
      room,
    ) => `<div class="roomcard" id="room-${room.id}"><div class="room-header"><h3><span class="room-name" title="${escapeHtml(room.name)}"><a href="/rooms/${room.id}/room">${escapeHtml(room.name)}</a></span></h3></div>
<div class="room-description">${escapeHtml(room.description)}</div><div class="room-current-user-count" title="current users">${room.present.size}</div><div class="room-mini-tags">${tagLinks(room)}</div></div>`,
  )
  return page(context, 'Rooms', `<h1>All rooms</h1><div id="roomlist">${cards.join('')}</div>`)
}
