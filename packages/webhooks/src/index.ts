// The notifier
export { createWebhookNotifier } from './webhook-notifier.ts'
export type { WebhookNotifierOptions } from './webhook-notifier.ts'
export { systemResolve } from './post.ts'
export type { Resolve, ResolvedAddress } from './post.ts'

// For receivers
export { verifyWebhook } from './signature.ts'
export type { ReceivedWebhook } from './signature.ts'
