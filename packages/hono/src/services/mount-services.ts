/** What only services are served: to everybody else there is nothing there. */
import { MsgError } from '@msg/core'
import type { Person } from '@msg/core'
import {
  importBatchSchema,
  importLimit,
  importResultSchema,
  keptSchema,
  servicePlaces,
  shownPeopleSchema,
} from '@msg/contract'
import type { Hono } from 'hono'
import { answering } from '../answering.ts'
import type { Handle, Mount } from '../answering.ts'
import { readShape } from '../read-input.ts'
import { jsonReply } from '../reply.ts'
import { mountClaims } from './mount-claims.ts'
import { serviceOf } from './service-of.ts'
import { refusalOfImport, refusalOfUsers } from './service-scope.ts'

/** Keeps the profiles of users whom a service acts as, until it is given others: for the host's directory to know. */
export type KeepPeople = (people: readonly Person[]) => Promise<void>

/** Mounts imports, the names of those whom services act as, and claims. */
export const mountServices = (app: Hono, mount: Mount, keepPeople: KeepPeople | undefined): void => {
  const importing: Handle = async ({ req }) => {
    const service = await serviceOf(req.raw, mount)
    const batch = await readShape(importBatchSchema, req.raw, importLimit)
    const refusal = refusalOfImport(batch, service)
    if (refusal !== null) throw refusal
    return jsonReply(importResultSchema.parse(await mount.messaging.import(batch)))
  }
  const showing: Handle = async ({ req }) => {
    const service = await serviceOf(req.raw, mount)
    const { profiles } = await readShape(shownPeopleSchema, req.raw)
    if (keepPeople === undefined) throw new MsgError('feature_disabled', 'nobody keeps how these users are shown')
    const refusal = refusalOfUsers(
      profiles.map(({ id }) => id),
      service,
    )
    if (refusal !== null) throw refusal
    await keepPeople(profiles.map((profile) => ({ ...profile, isActive: true })))
    return jsonReply(keptSchema.parse({ kept: profiles.length }))
  }
  app.on(servicePlaces.import.method, servicePlaces.import.path, answering(mount, importing))
  app.on(servicePlaces.shown.method, servicePlaces.shown.path, answering(mount, showing))
  mountClaims(app, mount)
}
