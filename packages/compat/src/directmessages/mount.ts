import { isMsgError } from '@msg/core'
import type { OpenApiDocument, TellError } from '@msg/hono'
import type { Hono } from 'hono'
import { detailReply, tellDetail, wrongMethod } from '../shared/detail.ts'
import { surfaceDocument } from '../shared/openapi.ts'
import type { SurfaceInfo } from '../shared/openapi.ts'
import { mountSurface } from '../shared/surface.ts'
import type { Surface, SurfaceOptions } from '../shared/surface.ts'
import { schemas } from './operations.ts'
import { directmessagesRoutes } from './routes.ts'

/** A refused recipient is a bad request here, and a list has no place that a wrong cursor names. */
const tellError: TellError = (error, logger) => {
  if (isMsgError(error) && error.code === 'recipient_refused')
    return detailReply(400, 'You are not allowed to message this user.', error.code)
  if (isMsgError(error) && error.code === 'invalid_cursor') return detailReply(404, 'Invalid cursor')
  return tellDetail(error, logger)
}

const surface: Surface = { title: 'directmessages', routes: directmessagesRoutes, schemas, tellError, wrongMethod }

/**
 * The six paths of drf-directmessages as a Hono app, for any path of the host's. Whom people may write to, the policy
 * `allowedRecipients` of `@msg/core` says.
 * @example
 * const messaging = createMessaging({ policies: [allowedRecipients(() => settings.allowedRecipients)] })
 * app.route('/api/dm', mountDirectmessages({ messaging, authenticate }))
 */
export const mountDirectmessages = (options: SurfaceOptions): Hono => mountSurface(options, surface)

/** The document that the surface serves, for a host that merges it into its own: see {@link mergeOpenApi}. */
export const directmessagesOpenApi = (info?: SurfaceInfo): OpenApiDocument => surfaceDocument(surface, info)
