import { html, nothing } from 'lit'
import type { TemplateResult } from 'lit'
import type { Surroundings } from '../context/surroundings.ts'
import { noticeIcons as icons } from '../icons/notice-icons.ts'

type Part = TemplateResult | typeof nothing

/** What is said where there is nothing, with what one may do about it. */
export const emptyNotice = (icon: TemplateResult, text: string, action: Part = nothing): TemplateResult =>
  html`<div class="notice">
    ${icon}
    <p>${text}</p>
    ${action}
  </div>`

/**
 * The way back in for somebody who is not signed in: to the page of `loginUrl`, or the provider's, which is told where to return to.
 *
 * @csspart sign-in - The link
 */
export const signInLink = (
  text: string,
  { loginUrl: known, unauthorized }: Pick<Surroundings, 'loginUrl' | 'unauthorized'>,
  loginUrl: string | null = known,
): TemplateResult => {
  const url = loginUrl ?? known
  if (url === null) return html`<button class="primary" @click=${unauthorized}>${text}</button>`
  return html`<a part="sign-in" class="primary" href=${withReturn(url)}>${text}</a>`
}

/** What is said to somebody who is not signed in: why, and the way back in. */
export const signedOutNotice = (link: TemplateResult, text: string | null = null): TemplateResult =>
  html`<div class="notice">${icons.lock} ${text === null ? nothing : html`<p role="alert">${text}</p>`} ${link}</div>`

/** The address of the login page with that of this page in its `next`. */
const withReturn = (loginUrl: string): string => {
  const url = new URL(loginUrl, location.href)
  url.searchParams.set('next', `${location.pathname}${location.search}${location.hash}`)
  return url.href
}
