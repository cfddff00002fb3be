import { mountOnadata, onadataPayload, onadataTargets } from '@msg/compat/onadata'
import type { TargetKind } from '@msg/compat/onadata'
import { createMessaging } from '@msg/core'
import type { Messaging, Store } from '@msg/core'
import { createMqttNotifier } from '@msg/mqtt'
import { Hono } from 'hono'
import { byToken, djangoDirectory, userIdOf } from './django.ts'
import type { Database } from './users.ts'

/** What is the host's: its database, where messages are kept, its forms and projects, its broker. */
export interface OnadataHost {
  readonly database: Database
  readonly store: Store
  /** `xform`, `project`: whether there is one, and who may view, change and delete it. */
  readonly kinds: Readonly<Record<string, TargetKind>>
  /** Without one nothing is published. */
  readonly broker?: { readonly host: string; readonly port?: number }
}

/** onadata's messaging at `/api/v1/messaging`, published as before. */
export const onadataHost = ({ database, store, kinds, broker }: OnadataHost) => {
  const directory = djangoDirectory(database)
  const targets = onadataTargets({ directory, kinds })
  const payload = onadataPayload({ messaging: () => messaging, kind: 'full' })
  const mqtt = broker === undefined ? [] : [createMqttNotifier({ ...broker, qos: 0, topicBase: 'onadata', payload })]
  const messaging: Messaging = createMessaging({ store, directory, targets, notifiers: mqtt })
  const app = new Hono()
  const surface = { messaging, targets, authenticate: byToken(database), userIdOf: userIdOf(database) }
  app.route('/api/v1', mountOnadata({ ...surface, fullPayload: true }))
  return { messaging, app }
}
