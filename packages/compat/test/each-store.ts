import { createMessaging } from '@msg/core'
import type { Messaging, MessagingOptions, Store } from '@msg/core'
import { pgliteStores, postgresStores } from '@msg/drizzle/testing'
import { afterAll, describe, onTestFinished, test } from 'vitest'

/** What is between the engine and its store. */
type Between = (store: Store) => Store

/** Makes an engine on an empty store; it is closed with the test. */
export type OpenMessaging = (options?: Omit<MessagingOptions, 'store'>, between?: Between) => Promise<Messaging>

const url = process.env['DATABASE_URL']

/** The same tests on PGlite, and on Postgres where `DATABASE_URL` names one. */
export const onEachStore = (suite: (open: OpenMessaging) => void): void => {
  describe('on PGlite', () => {
    run(pgliteStores(), suite)
  })
  describe('on Postgres', () => {
    if (url === undefined) skipped()
    else run(postgresStores(url), suite)
  })
}

const skipped = (): void => {
  // oxlint-disable-next-line vitest/expect-expect -- it is there to be seen
  test('needs a Postgres', ({ skip }) => skip('DATABASE_URL names none'))
}

interface Stores {
  open(): Promise<Store>
  close(): Promise<void>
}

const run = (stores: Stores, suite: (open: OpenMessaging) => void): void => {
  afterAll(() => stores.close())
  suite(async (options = {}, between = (store) => store) => {
    const messaging = createMessaging({ ...options, store: between(await stores.open()) })
    onTestFinished(() => messaging.close())
    return messaging
  })
}
