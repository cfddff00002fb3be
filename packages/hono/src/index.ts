// Mounting
export { mountMessaging } from './mount.ts'
export type { MountOptions } from './mount.ts'
export type { Authenticate, Identity } from './authenticate.ts'
export type { Origins } from './origins.ts'
