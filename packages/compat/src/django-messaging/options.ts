import type { UpgradeWebSocket } from 'hono/ws'
import type { SurfaceOptions } from '../shared/surface.ts'
import type { SurfaceSettings } from './settings.ts'

/** How the surface is mounted. */
export interface DjangoMessagingOptions extends SurfaceOptions {
  /** From {@link djangoMessagingSettings}. Default: the forerunner's defaults. */
  readonly settings?: SurfaceSettings
  /** The runtime's WebSocket upgrade (on Node: from `@msg/hono/node`). Default: clients poll. */
  readonly upgradeWebSocket?: UpgradeWebSocket
}
