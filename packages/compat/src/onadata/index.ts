// The surface
export { mountOnadata, onadataOpenApi } from './mount-onadata.ts'
export type { OnadataOptions } from './options.ts'
export { mergeOpenApi } from '../shared/openapi.ts'
export { onadataVerbs } from './verbs.ts'

// What messages are about
export { onadataTargets } from './targets.ts'
export type { OnadataPermission, OnadataTargets, OnadataTargetsOptions, TargetKind } from './targets.ts'

// What notifiers tell, and bulk messages
export { onadataPayload } from './payload.ts'
export type { NotificationKind } from './notification.ts'
export { idChunks } from './id-chunks.ts'
export type { IdChunksOptions } from './id-chunks.ts'
