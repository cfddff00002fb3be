import { djangoMessagingSettings, mountDjangoMessaging } from '@msg/compat/django-messaging'
import { createMessaging } from '@msg/core'
import type { Store } from '@msg/core'
import { upgradeWebSocket } from '@msg/hono/node'
import { Hono } from 'hono'
import { bySession, djangoDirectory } from './django.ts'
import type { Database } from './users.ts'

/** Django Messaging's API at `/messages/api`, with the settings it had. */
export const djangoMessagingHost = (database: Database, store: Store) => {
  const settings = { MESSAGES_PER_PAGE: 20, SHOW_DELETED_MESSAGE_INDICATORS: true, ALLOW_RENAMING_DMS: false }
  const { engine, surface } = djangoMessagingSettings(settings, djangoDirectory(database))
  const messaging = createMessaging({ store, ...engine })
  const authenticate = bySession(database)
  const app = new Hono()
  app.route('/messages/api', mountDjangoMessaging({ messaging, settings: surface, authenticate, upgradeWebSocket }))
  return { messaging, app }
}
