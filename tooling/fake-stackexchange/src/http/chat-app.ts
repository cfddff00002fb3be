import { Hono } from 'hono'
import { notFoundPage } from '../pages/layout.ts'
import { withFaults, withKey, withLog, withSession } from './before.ts'
import type { FakeEnv, FakeServerState } from './context.ts'
import { liveRoutes } from './live-routes.ts'
import { postingRoutes } from './posting-routes.ts'
import { readingRoutes } from './reading-routes.ts'
import { userRoutes } from './user-routes.ts'

/** The chat server, without its control routes. */
export const chatApp = (state: FakeServerState): Hono<FakeEnv> => {
  const app = new Hono<FakeEnv>()
  app.use(withLog(state, 'chat'), withFaults(state), withSession(state), withKey(state))
  postingRoutes(app, state)
  liveRoutes(app, state)
  readingRoutes(app, state)
  userRoutes(app, state)
  app.notFound((c) => c.html(notFoundPage(c.get('pages')), 404))
  return app
}
