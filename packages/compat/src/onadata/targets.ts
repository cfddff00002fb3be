import { noTargets, userTargets } from '@msg/core'
import type { Directory, Target, TargetDescription, TargetRight, Targets, UserId } from '@msg/core'

/** What the forerunner's permissions on an object are called. */
export type OnadataPermission = 'view' | 'change' | 'delete'

/** The objects of one kind: forms, projects. */
export interface TargetKind {
  /** Whether there is such an object. */
  exists(id: string): boolean | Promise<boolean>
  /** Whether a user has a permission on it, now. False for what does not exist. */
  allows(userId: UserId, permission: OnadataPermission, id: string): boolean | Promise<boolean>
  /** Everybody with the view permission, for those who notify them. Default nobody. */
  audience?(id: string): AsyncIterable<UserId>
  /** What it is called; of a form also `{ form_id }` as `extra`. Default: nothing is known of it. */
  describe?(id: string): TargetDescription | null | Promise<TargetDescription | null>
}

/** The registry of what messages can be about: kinds by their `target_type`, as the engine's port. */
export interface OnadataTargets extends Targets {
  readonly types: readonly string[]
}

/** What the registry is made from. */
export interface OnadataTargetsOptions {
  /** Who the users are: they are targets too, see {@link userTargets}. */
  readonly directory: Directory
  /** By their `target_type`: `xform`, `project`, `kmskey`, `entitylist`, or whatever else. */
  readonly kinds: Readonly<Record<string, TargetKind>>
}

const permissions: { readonly [Right in TargetRight]: OnadataPermission } = {
  view: 'view',
  post: 'change',
  moderate: 'delete',
}

/**
 * What messages can be about: who has the change permission posts, who has view reads, who has delete purges. To users
 * everybody posts whom the directory lets contact them, and only they read and purge it.
 * @example
 * const targets = onadataTargets({ directory, kinds: { xform: forms, project: projects } })
 * const messaging = createMessaging({ directory, targets })
 */
export const onadataTargets = ({ directory, kinds }: OnadataTargetsOptions): OnadataTargets => {
  const kindOf = ({ type }: Target): TargetKind | undefined => (Object.hasOwn(kinds, type) ? kinds[type] : undefined)
  const others: Targets = {
    ...noTargets(),
    resolve: async (target) => (await kindOf(target)?.exists(target.id)) ?? false,
    allows: async (userId, right, target) =>
      (await kindOf(target)?.allows(userId, permissions[right], target.id)) ?? false,
    async *audience(target) {
      yield* kindOf(target)?.audience?.(target.id) ?? []
    },
    describe: async (target) => (await kindOf(target)?.describe?.(target.id)) ?? null,
  }
  return { ...userTargets({ directory, others }), types: [...Object.keys(kinds), 'user'] }
}
