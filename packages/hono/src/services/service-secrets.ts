import type { Identity, ServiceIdentity } from '../authenticate.ts'

/** A service and the secret by which it is known. */
export interface ServiceSecret extends Omit<ServiceIdentity, 'expiresAt'> {
  /** At least 32 characters, random: `openssl rand -hex 32`. */
  readonly secret: string
}

const shortest = 32

/**
 * Knows services by `Authorization: Bearer <secret>`; null for everybody else: ask it before your own check. Secrets are
 * compared by their digests, in constant time.
 * @throws TypeError for a secret of fewer than 32 characters
 * @example
 * const services = serviceSecrets([{ service: 'bridge-stackoverflow', secret: process.env.BRIDGE_SECRET ?? '', actsAs: isRemoteUser }])
 * const authenticate = async (request: Request) => (await services(request)) ?? userOf(request)
 */
export const serviceSecrets = (
  services: readonly ServiceSecret[],
): ((request: Request) => Promise<Identity | null>) => {
  if (services.some(({ secret }) => secret.length < shortest))
    throw new TypeError(`the secret of a service must have at least ${shortest} characters`)
  const known = Promise.all(
    services.map(async ({ secret, ...identity }) => ({ identity, digest: await digestOf(secret) })),
  )
  return async ({ headers }) => {
    const [, told] = /^Bearer (\S+)$/.exec(headers.get('authorization') ?? '') ?? []
    if (told === undefined) return null
    const digest = await digestOf(told)
    // All of them are compared, so that how long it takes tells nothing.
    const found = (await known).filter((one) => isSame(one.digest, digest))
    return found[0]?.identity ?? null
  }
}

const digestOf = async (text: string): Promise<Uint8Array> =>
  new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text)))

const isSame = (one: Uint8Array, other: Uint8Array): boolean =>
  one.reduce((difference, byte, at) => difference | (byte ^ (other[at] ?? 0)), 0) === 0
