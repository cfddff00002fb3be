/**
 * The objects of the host application that rooms and channels are about: what adapter authors of `Targets` implement.
 *
 * How it is used. Nothing about a target is kept but its type and id, and in the title of its room what it was called when
 * that was opened without another one. Opening a room or a channel asks `resolve`, then `allows`, and what makes a room may ask
 * `describe`. From then on `allows` alone decides, anew for every verb: in a channel who views, posts and moderates; in a room
 * about a target who may read and join without being a member (a public one: whoever may `view`) and who acts as an admin
 * (whoever may `moderate`). A member of a room is never asked about, until membership does not suffice. So `allows` should be
 * fast, and must answer false for what does not exist any more. What it throws reaches the caller as `unavailable`: nothing is
 * granted, nothing has happened.
 */
import type { UserId } from '../model/ids.ts'
import type { Target } from '../model/target.ts'
import type { Directory } from './directory.ts'

/** What a user may do with what is said about a target. `moderate`: take others' messages back, pin, purge, delete. */
export type TargetRight = 'view' | 'post' | 'moderate'

/** How a target is called by people. */
export interface TargetDescription {
  readonly name: string
  /** What else the host wants to tell of it, for notifiers and bridges. */
  readonly extra?: Readonly<Record<string, string | number | boolean | null>>
}

/** What the host knows about its objects. */
export interface Targets {
  /** Whether there is such an object. */
  resolve(target: Target): Promise<boolean>
  /** Whether `userId` may do this, now. False for an object that does not exist. */
  allows(userId: UserId, right: TargetRight, target: Target): Promise<boolean>
  /** Everybody who may view, in any order, for those who notify them; may be long. */
  audience(target: Target): AsyncIterable<UserId>
  /** What it is called; null when there is no such object. A room about anything but a user that is opened without a title gets that as its title. */
  describe(target: Target): Promise<TargetDescription | null>
}

/** The default: there are no targets. */
export const noTargets = (): Targets => ({
  resolve: async () => false,
  allows: async () => false,
  async *audience() {},
  describe: async () => null,
})

const isUser = ({ type }: Target): boolean => type === 'user'

/**
 * Users as targets, of type `user`: whom the directory lets contact a user may post to them, and only they themselves view
 * and moderate what was posted. Targets of other types are asked of `others`.
 * @example createMessaging({ directory, targets: userTargets({ directory, others: projects }) })
 */
export const userTargets = ({
  directory,
  others = noTargets(),
}: {
  readonly directory: Directory
  readonly others?: Targets
}): Targets => {
  const activeOf = async (...ids: readonly UserId[]) => (await directory.get(ids)).filter(({ isActive }) => isActive)
  const allowsUser = async (userId: UserId, right: TargetRight, { id }: Target): Promise<boolean> => {
    const wanted = new Set([userId, id])
    const active = await activeOf(...wanted)
    if (active.length < wanted.size) return false
    return right === 'post' ? directory.canContact(userId, id) : userId === id
  }
  return {
    resolve: async (target) => (isUser(target) ? (await activeOf(target.id)).length > 0 : others.resolve(target)),
    allows: (userId, right, target) =>
      isUser(target) ? allowsUser(userId, right, target) : others.allows(userId, right, target),
    async *audience(target) {
      if (isUser(target)) yield target.id
      else yield* others.audience(target)
    },
    async describe(target) {
      if (!isUser(target)) return others.describe(target)
      const [profile] = await activeOf(target.id)
      return profile === undefined ? null : { name: profile.displayName }
    },
  }
}
