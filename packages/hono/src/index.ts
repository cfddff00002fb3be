// Mounting
export { mountMessaging } from './mount.ts'
export type { MountOptions } from './mount.ts'
export type { Asker, Authenticate, Identity, ServiceIdentity, UserIdentity } from './authenticate.ts'
export type { Origins } from './origins.ts'

// Services over the wire
export { serviceSecrets } from './services/service-secrets.ts'
export type { ServiceSecret } from './services/service-secrets.ts'
export type { KeepPeople } from './services/mount-services.ts'

// What else speaks HTTP to the same engine is built with
export { answering, sessionOf } from './answering.ts'
export type { Handle, Mount, TellError } from './answering.ts'
export { identify } from './authenticate.ts'
export { createCrowd } from './live/crowd.ts'
export type { Crowd } from './live/crowd.ts'
export { docsReply, openApiReply } from './docs.ts'
export { isAllowedOrigin, pageOf, preflightReply } from './origins.ts'
export { readBytes } from './read-body.ts'
export { jsonReply } from './reply.ts'
export type { Reply } from './reply.ts'
export { closeCodes, socketLimits } from '@msg/contract'
export type { Json, OpenApiDocument } from '@msg/contract'
