// The six paths
export { directmessagesOpenApi, mountDirectmessages } from './mount.ts'
export type { SurfaceOptions } from '../shared/surface.ts'
export { mergeOpenApi } from '../shared/openapi.ts'
export type { SurfaceInfo } from '../shared/openapi.ts'

// Signals
export { directmessagesListeners } from './listeners.ts'
export type { DirectMessage, DirectmessagesListeners } from './listeners.ts'
export type { Listener } from '../shared/listeners.ts'

// The service, for code of the host's
export { directmessages } from './service.ts'
export type { ConversationInput, Directmessages, ReadMessageInput, SendInput } from './service.ts'
