import type { Directory, Session } from '@msg/core'
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
