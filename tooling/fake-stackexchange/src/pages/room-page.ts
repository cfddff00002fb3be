import { canPost } from '../world/rooms.ts'
import { escapeHtml } from '../world/render.ts'
import { userOf, type FakeRoom, type World } from '../world/state.ts'
import { page, type PageContext } from './layout.ts'

const presentUsers = (world: World, room: FakeRoom) =>
  [...room.present].map((id) => {
    const user = userOf(world, id)
    return {
      id,
      name: user.name,
      email_hash: user.emailHash,
      reputation: user.reputation,
      is_moderator: user.isModerator,
      is_owner: room.owners.has(id) ? true : null,
      last_post: user.lastPost,
    }
  })

const presentScript = (world: World, room: FakeRoom) => {
  const rows = presentUsers(world, room).map(
    (user) =>
      `            {id: ${user.id}, name: (${JSON.stringify(user.name)}), email_hash: (${JSON.stringify(user.email_hash)}), reputation: ${user.reputation}, last_post: ${user.last_post}, is_moderator: ${user.is_moderator}, is_owner: ${user.is_owner ?? false} }`,
  )
  return `<script>$(function () { CHAT.RoomUsers.initPresent([\n${rows.join(',\n')}\n        ]);\n });</script>`
}

/** The page of a private room to somebody who may not see it. */
export const privateRoomPage = (context: PageContext) =>
  page(
    context,
    'Private Room',
    '<h2>Private Room</h2><p>You do not have access to this room. <a href="#">request access</a></p>',
  )

/** The page people chat on. */
export const roomPage = (context: PageContext, room: FakeRoom) => {
  const { world, session, markup } = context
  const post = canPost(world, session.userId, room.id) && !room.frozen
  const present =
    markup === 'classic'
      ? presentScript(world, room)
      : `<div class="js-present" data-users="${escapeHtml(JSON.stringify(presentUsers(world, room)))}"></div>`
  const body = `
<div id="sidebar"><div id="info"><span id="roomname">${escapeHtml(room.name)}</span>
<div id="roomdesc">${escapeHtml(room.description)}</div>
<div id="room-tags">${room.tags.map((tag) => `<a class="tag" rel="noreferrer noopener" href="/?tab=site&amp;tag=${tag}">${escapeHtml(tag)}</a>`).join('')}</div></div></div>
${present}
<div id="chat"></div>
${post ? '<div id="input-area"><form><textarea id="input" cols="20" rows="2"></textarea></form></div>' : '<div id="input-area">You cannot talk here.</div>'}`
  return page(context, `${room.name} - Chat`, body)
}
