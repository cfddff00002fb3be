import type { ClientOptions } from '@msg/client'
import type { Identity } from '../context/launcher-surroundings.ts'

/** What the contract of the server calls them. A client knows that too, but is to be loaded with all else that it can do. */
const configPath = '/config'
const requestHeader = 'X-Msg-Request'

/** Asks a server whom it takes us for, by one request and nothing of a client. Null where it does not say. */
export const identityAt = async (
  { url, headers = {} }: Pick<ClientOptions, 'url' | 'headers'>,
  signal: AbortSignal,
): Promise<Identity | 'signed-out' | null> => {
  try {
    const all = new Headers(typeof headers === 'function' ? await headers() : headers)
    all.set(requestHeader, '1')
    const answer = await fetch(url.replace(/\/*$/, configPath), { headers: all, signal })
    if (answer.status === 401) return 'signed-out'
    const config: unknown = await answer.json()
    return isIdentity(config) ? config : null
  } catch {
    return null
  }
}

const isIdentity = (value: unknown): value is Identity =>
  typeof value === 'object' && value !== null && 'me' in value && 'features' in value
