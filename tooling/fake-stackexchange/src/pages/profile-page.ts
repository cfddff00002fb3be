import { escapeHtml } from '../world/render.ts'
import { unixTime, type FakeUser, type World } from '../world/state.ts'
import { page, type PageContext } from './layout.ts'

/** The word the pages use for a span of time: "now", "5m ago", "3h ago", "2d ago". */
export const ago = (seconds: number): string => {
  if (seconds < 5) return 'just now'
  if (seconds < 60) return `${seconds}s ago`
  if (seconds < 3_600) return `${Math.floor(seconds / 60)}m ago`
  if (seconds < 86_400) return `${Math.floor(seconds / 3_600)}h ago`
  return `${Math.floor(seconds / 86_400)}d ago`
}

const countOf = (world: World, user: FakeUser) =>
  user.earlierMessages + [...world.messages.values()].filter((message) => message.userId === user.id).length

const stats = (world: World, user: FakeUser): readonly (readonly [string, string])[] => {
  const now = unixTime(world)
  return [
    ['parent user', '<a href="//meta.stackexchange.com/users/1">somebody</a>'],
    ['last message', ago(now - user.lastPost)],
    ['last seen', ago(now - user.lastSeen)],
    ['about', escapeHtml(user.about)],
  ]
}

const classic = (world: World, user: FakeUser) => `
<div class="subheader"><h1>${escapeHtml(user.name)}</h1></div>
<div class="usercard-xxl"><div class="user-status">${user.isModerator ? 'moderator ♦' : 'user'}</div>
<span class="reputation-score" title="${user.reputation}">${user.reputation > 999 ? `${(user.reputation / 1000).toFixed(1)}k` : user.reputation}</span>
<div class="user-message-count-xxl">${countOf(world, user)}</div><div class="user-room-count-xxl">${user.roomCount}</div></div>
<div class="user-stats"><table>${stats(world, user)
  .map(([key, value]) => `<tr><td class="user-keycell">${key}</td><td class="user-valuecell">${value}</td></tr>`)
  .join('')}</table></div>`

const redesigned = (world: World, user: FakeUser) => `
<section class="s-card"><h1 class="fs-headline1">${escapeHtml(user.name)}${user.isModerator ? ' <span class="s-badge">♦ Moderator</span>' : ''}</h1>
<dl><dt>Reputation</dt><dd>${user.reputation.toLocaleString('en-US')}</dd><dt>Messages</dt><dd>${countOf(world, user).toLocaleString('en-US')}</dd>
<dt>Rooms</dt><dd>${user.roomCount}</dd>${stats(world, user)
  .slice(1)
  .map(([key, value]) => `<dt>${key[0]?.toUpperCase()}${key.slice(1)}</dt><dd>${value}</dd>`)
  .join('')}</dl></section>`

/** A user's page. */
export const profilePage = (context: PageContext, user: FakeUser) =>
  page(
    context,
    `User ${user.name}`,
    context.markup === 'redesign' ? redesigned(context.world, user) : classic(context.world, user),
  )
