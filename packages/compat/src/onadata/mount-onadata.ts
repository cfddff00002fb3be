import type { OpenApiDocument, Reply } from '@msg/hono'
import type { Hono } from 'hono'
import { tellDetail, wrongMethod } from '../shared/detail.ts'
import { surfaceDocument } from '../shared/openapi.ts'
import type { SurfaceInfo } from '../shared/openapi.ts'
import { mountSurface } from '../shared/surface.ts'
import type { Call, SurfaceRoute } from '../shared/surface.ts'
import { houseOf } from './house.ts'
import type { House } from './house.ts'
import { listMessages, messageStats } from './list-messages.ts'
import { deleteMessage, getMessage } from './one-message.ts'
import { onadataOperations as operations, onadataSchemas } from './openapi.ts'
import type { OnadataOptions } from './options.ts'
import { sendMessage } from './send-message.ts'

const title = 'onadata messaging'

interface Line extends Omit<SurfaceRoute, 'answer'> {
  readonly answer: (call: Call, house: House) => Promise<Reply>
}

const lines: readonly Line[] = [
  { method: 'POST', path: '/messaging', operation: operations.sendMessage, answer: sendMessage },
  { method: 'GET', path: '/messaging', operation: operations.listMessages, answer: listMessages },
  { method: 'GET', path: '/messaging/:id', operation: operations.getMessage, answer: getMessage },
  { method: 'DELETE', path: '/messaging/:id', operation: operations.deleteMessage, answer: deleteMessage },
  { method: 'GET', path: '/stats/messaging', operation: operations.messageStats, answer: messageStats },
]

/**
 * onadata's messages about targets, as a Hono app: `messaging`, `messaging/{id}` and `stats/messaging` below the mount. They are
 * posts in the channels of their targets, which everything else sees too.
 * @example app.route('/api/v1', mountOnadata({ messaging, targets, authenticate }))
 */
export const mountOnadata = (options: OnadataOptions): Hono => {
  const house = houseOf(options)
  return mountSurface(options, {
    title,
    schemas: onadataSchemas,
    routes: lines.map(({ answer, ...line }) => ({ ...line, answer: (call) => answer(call, house) })),
    tellError: tellDetail,
    wrongMethod,
  })
}

/** Its contract as OpenAPI 3.1, for a host to serve or to merge into its own document. */
export const onadataOpenApi = (info?: SurfaceInfo): OpenApiDocument =>
  surfaceDocument({ title, routes: lines, schemas: onadataSchemas }, info)
