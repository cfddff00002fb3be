import type { UserId } from '@msg/core'
import type { SurfaceOptions } from '../shared/surface.ts'
import type { OnadataTargets } from './targets.ts'

/** How the surface is mounted. */
export interface OnadataOptions extends SurfaceOptions {
  /** What messages can be about: the very targets that the engine was made with. */
  readonly targets: OnadataTargets
  /** Of which verbs messages can be. Default: {@link onadataVerbs}. */
  readonly verbs?: readonly string[]
  /** Verbs that only the host's own code sends, by `messaging.asService`. Default none. */
  readonly hostVerbs?: readonly string[]
  /** Whether messages that are read say what they are about (`FULL_MESSAGE_PAYLOAD`). Default false. */
  readonly fullPayload?: boolean
  /** Who has a username; null for nobody. Default: usernames are ids. */
  readonly userIdOf?: (username: string) => UserId | null | Promise<UserId | null>
}
