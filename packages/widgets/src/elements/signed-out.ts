import { html } from 'lit'
import type { TemplateResult } from 'lit'
import type { Surroundings } from '../context/surroundings.ts'
import { icons } from '../icons/icons.ts'

/** The way back in for somebody who is not signed in: to the page of `loginUrl`, or the provider's, which is told where to return to. */
export const signInLink = (
  text: string,
  { loginUrl: known, unauthorized }: Pick<Surroundings, 'loginUrl' | 'unauthorized'>,
  loginUrl: string | null = known,
): TemplateResult => {
  const url = loginUrl ?? known
  if (url === null) return html`<button class="primary" @click=${unauthorized}>${icons.lock} ${text}</button>`
  return html`<a part="sign-in" class="sign-in" href=${withReturn(url)}>${icons.lock} ${text}</a>`
}

/** The address of the login page with that of this page in its `next`. */
const withReturn = (loginUrl: string): string => {
  const url = new URL(loginUrl, location.href)
  url.searchParams.set('next', `${location.pathname}${location.search}${location.hash}`)
  return url.href
}
