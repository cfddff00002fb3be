import { createClient } from '@msg/client'

/** With a token: the function is asked anew for each request, so that it may renew it. */
export const withToken = (url: string, token: () => Promise<string>) =>
  createClient({ url, headers: async () => ({ authorization: `Bearer ${await token()}` }) })

/** With cookies of another origin. Those of your own go along by themselves. */
export const withForeignCookies = (url: string) =>
  createClient({ url, fetch: (address, init) => fetch(address, { ...init, credentials: 'include' }) })
