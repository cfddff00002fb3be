import { escapeHtml } from '../world/render.ts'

/** The form of the login site. */
export const loginPage = (fkey: string, problem?: string) => `<!DOCTYPE html>
<html><head><title>Log in</title></head><body>
<form id="search"><input type="text" name="q"></form>
${problem ? `<p class="js-error-message">${escapeHtml(problem)}</p>` : ''}
<form id="login-form" method="post" action="/users/login"><input type="hidden" name="fkey" value="${fkey}">
<input type="email" name="email"><input type="password" name="password"><button>Log in</button></form>
</body></html>`

/** What stands between a visitor and the login form when the site suspects a robot. */
export const captchaPage = () =>
  '<!DOCTYPE html><html><body><h1>Human verification</h1><form action="/nocaptcha" method="post"></form></body></html>'

/** What the content delivery network shows instead of the site. */
export const challengePage = () =>
  '<!DOCTYPE html><html><head><title>Just a moment...</title></head><body><div id="cf-challenge-running"></div><script src="/cdn-cgi/challenge-platform/h/b/orchestrate"></script></body></html>'

/** What a broken server shows. */
export const outagePage = (status: number) =>
  `<!DOCTYPE html><html><head><title>${status}</title></head><body><h1>Oops! Something Bad Happened!</h1></body></html>`
