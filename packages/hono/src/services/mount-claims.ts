import type { Claims } from '@msg/core'
import {
  keepClaimSchema,
  keptClaimSchema,
  servicePlaces,
  releaseClaimSchema,
  releasedClaimSchema,
  takeClaimSchema,
  takenClaimSchema,
} from '@msg/contract'
import type { Hono } from 'hono'
import { answering } from '../answering.ts'
import type { Handle, Mount } from '../answering.ts'
import { readShape } from '../read-input.ts'
import { jsonReply } from '../reply.ts'
import { serviceOf } from './service-of.ts'

/** Mounts the claims of services. */
export const mountClaims = (app: Hono, mount: Mount): void => {
  const claimsOf = async (request: Request): Promise<Claims> => {
    const identity = await serviceOf(request, mount)
    return mount.messaging.claims(identity.service, identity)
  }
  const taking: Handle = async ({ req }) => {
    const claims = await claimsOf(req.raw)
    return jsonReply(takenClaimSchema.parse({ claim: await claims.take(await readShape(takeClaimSchema, req.raw)) }))
  }
  const keeping: Handle = async ({ req }) => {
    const claims = await claimsOf(req.raw)
    return jsonReply(keptClaimSchema.parse({ kept: await claims.keep(await readShape(keepClaimSchema, req.raw)) }))
  }
  const releasing: Handle = async ({ req }) => {
    const claims = await claimsOf(req.raw)
    await claims.release(await readShape(releaseClaimSchema, req.raw))
    return jsonReply(releasedClaimSchema.parse({}))
  }
  app.on(servicePlaces.claimTaken.method, servicePlaces.claimTaken.path, answering(mount, taking))
  app.on(servicePlaces.claimKept.method, servicePlaces.claimKept.path, answering(mount, keeping))
  app.on(servicePlaces.claimReleased.method, servicePlaces.claimReleased.path, answering(mount, releasing))
}
