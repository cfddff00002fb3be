import { html } from 'lit'
import type { TemplateResult } from 'lit'
import { icons } from '../icons/icons.ts'

/** The way back in for somebody who is not signed in: to the host's own page, which is told where to return to. */
export const signInLink = (text: string, loginUrl: string | null, asked: () => void): TemplateResult => {
  if (loginUrl === null) return html`<button class="primary" @click=${asked}>${icons.lock} ${text}</button>`
  return html`<a part="sign-in" class="sign-in" href=${withReturn(loginUrl)}>${icons.lock} ${text}</a>`
}

/** The address of the login page with that of this page in its `next`. */
const withReturn = (loginUrl: string): string => {
  const url = new URL(loginUrl, location.href)
  url.searchParams.set('next', `${location.pathname}${location.search}${location.hash}`)
  return url.href
}
