// The surface
export { djangoMessagingOpenApi, mountDjangoMessaging } from './mount-django-messaging.ts'
export type { DjangoMessagingOptions } from './options.ts'
export { mergeOpenApi } from '../shared/openapi.ts'

// The forerunner's settings
export { djangoMessagingSettings } from './settings.ts'
export type { DjangoMessagingSettings, SettledSettings, SurfaceSettings } from './settings.ts'
export { defaultAvatar } from './default-avatar.ts'
