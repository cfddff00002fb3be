import type { FakeSession, World } from '../world/state.ts'

/** Pseudo-random hex that depends only on the world's own counter. */
export const nextHex = (world: World, length: number): string => {
  let state = Math.imul((world.nextToken += 1), 2_654_435_761) >>> 0
  let hex = ''
  while (hex.length < length) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    hex += state.toString(16).padStart(8, '0')
  }
  return hex.slice(0, length)
}

/** The value of one cookie of a Cookie header. */
export const cookieOf = (header: string | undefined, name: string): string | undefined =>
  header
    ?.split(/;\s*/)
    .find((pair) => pair.startsWith(`${name}=`))
    ?.slice(name.length + 1)

/** Opens a chat session for a user (0 for a visitor). */
export const openSession = (world: World, userId: number): FakeSession => {
  const token = nextHex(world, 24)
  const session: FakeSession = { token, userId, fkey: nextHex(world, 32), rooms: new Set(), alive: true }
  world.sessions.set(token, session)
  return session
}

/** Opens an account login and returns the value of its long-lived cookie. */
export const openAccount = (world: World, userId: number): string => {
  const token = nextHex(world, 40)
  world.accounts.set(token, userId)
  return token
}
