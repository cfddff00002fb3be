import type { Directory, Session } from '@msg/core'
import { fakeTargets } from '../fake-targets.ts'
import type { FakeTargets } from '../fake-targets.ts'
import type { SessionContext, SessionHostOptions } from './host.ts'

/** Opens a host, runs a case with sessions by name, closes it whatever happens. */
export const withSessions = async (
  context: SessionContext,
  run: (session: (userId: string) => Promise<Session>) => Promise<void>,
  directory?: Directory,
): Promise<void> => withHost(context, directory === undefined ? {} : { directory }, run)

/** The same on a host with options. */
export const withHost = async (
  { open }: SessionContext,
  options: SessionHostOptions,
  run: (session: (userId: string) => Promise<Session>) => Promise<void>,
): Promise<void> => {
  const host = await open(options)
  try {
    await run((userId) => host.session(userId))
  } finally {
    await host.close()
  }
}

/** A case over alice, bob and carol. */
export const withThree =
  (run: (sessions: { readonly alice: Session; readonly bob: Session; readonly carol: Session }) => Promise<void>) =>
  (context: SessionContext): Promise<void> =>
    withSessions(context, async (session) =>
      run({ alice: await session('alice'), bob: await session('bob'), carol: await session('carol') }),
    )

/** Who is in a case over four. */
export interface FourSessions {
  readonly alice: Session
  readonly bob: Session
  readonly carol: Session
  readonly dave: Session
}

/** A case over alice, bob, carol and dave. */
export const withFour =
  (run: (sessions: FourSessions) => Promise<void>) =>
  (context: SessionContext): Promise<void> =>
    withSessions(context, async (session) =>
      run({
        alice: await session('alice'),
        bob: await session('bob'),
        carol: await session('carol'),
        dave: await session('dave'),
      }),
    )

/** What a case about targets works with: projects 1 to 3, and a session of anybody. */
export interface AboutTargets {
  readonly targets: FakeTargets
  readonly session: (userId: string) => Promise<Session>
  readonly alice: Session
  readonly bob: Session
  readonly carol: Session
}

/** A case over alice, bob and carol, and projects of which nobody may do anything until it is granted. */
export const withTargets =
  (run: (about: AboutTargets) => Promise<void>) =>
  async ({ open }: SessionContext): Promise<void> => {
    const targets = fakeTargets(['1', '2', '3'])
    const host = await open({ targets })
    const session = (userId: string): Promise<Session> => host.session(userId)
    try {
      const [alice, bob, carol] = [await session('alice'), await session('bob'), await session('carol')]
      await run({ targets, session, alice, bob, carol })
    } finally {
      await host.close()
    }
  }
