import { escapeHtml } from '../world/render.ts'
import type { FakeSession, Markup, World } from '../world/state.ts'

/** What every page is drawn from. */
export interface PageContext {
  readonly world: World
  readonly session: FakeSession
  readonly markup: Markup
  /** Where "log in" leads. */
  readonly loginOrigin: string
}

/** A user's address, as links show it. */
export const userPath = (id: number, name: string) =>
  `/users/${id}/${name.toLowerCase().replaceAll(/[^\p{L}\p{N}]+/gu, '-')}`

/** A link to a user. */
export const userLink = (world: World, id: number) => {
  const name = world.users.get(id)?.name ?? `user${id}`
  return `<a href="${userPath(id, name)}">${escapeHtml(name)}</a>`
}

const topBar = ({ world, session, loginOrigin }: PageContext) => {
  const own =
    session.userId === 0
      ? `<a href="${loginOrigin}/users/login?returnurl=%2f">log in</a>`
      : userLink(world, session.userId)
  return `<div class="topbar"><div class="topbar-links"><div class="topbar-menu-links">${own} <a href="/faq">help</a></div></div></div>`
}

const hiddenKeys = ({ session, markup }: PageContext) => {
  const key = `<input id="fkey" name="fkey" type="hidden" value="${session.fkey}" />`
  return markup === 'redesign' ? `<input name="fkey" type="hidden" value="" />${key}` : key
}

const startScript = ({ world, session }: PageContext) => {
  const name = world.users.get(session.userId)?.name ?? ''
  return `<script>$(function () { StartChat(1, ${session.userId}, (${JSON.stringify(name)}), false, []); });</script>`
}

/** A whole page around `body`. */
export const page = (context: PageContext, title: string, body: string) => {
  const redesigned = context.markup === 'redesign'
  return `<!DOCTYPE html>
<html><head><title>${escapeHtml(title)}</title></head><body>
${hiddenKeys(context)}
${redesigned ? `<header class="s-topbar"><nav><span class="s-user-card">you</span></nav></header>${startScript(context)}` : topBar(context)}
<div id="container"><div id="main"><div id="content">${body}</div></div></div>
</body></html>`
}

/** The page of an address that does not exist, or must not be seen. */
export const notFoundPage = (context: PageContext) =>
  page(context, 'Page not found', '<h1>404 - page not found</h1><p>We could not find the page you asked for.</p>')
