// A service over the wire
export { createServiceClient } from './service-client.ts'
export type { ServiceClient } from './service-client.ts'
