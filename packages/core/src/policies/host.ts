import type { Features } from '../model/features.ts'
import type { Attachments } from '../ports/attachments.ts'
import type { Notifier } from '../ports/notifier.ts'
import { defaultFeatures } from '../rules/features.ts'
import { maxMembers } from './max-members.ts'
import type { Plugin } from './plugin.ts'
import type { Policy } from './policy.ts'
import type { Processor } from './processor.ts'

/** What a host switches, refuses, reworks and tells the outside: part of the options of `createMessaging`. */
export interface HostOptions {
  /** What differs from {@link defaultFeatures}. */
  readonly features?: Partial<Features>
  /** Asked in this order, before those of plugins. Default: none. */
  readonly policies?: readonly Policy[]
  /** Run in this order, before those of plugins. Default: none. */
  readonly processors?: readonly Processor[]
  /** Who tells the outside about changes, beside those of plugins: the same on every node. Default: none. */
  readonly notifiers?: readonly Notifier[]
  readonly plugins?: readonly Plugin[]
  /** Active members of a group; null for no bound. Default 1,000. */
  readonly maxMembers?: number | null
  /** Where the bytes of attachments are kept. Default: nowhere, and `features.attachments` is off. */
  readonly attachments?: Attachments
}

/** The same with everything said. */
export interface Host {
  readonly features: Features
  readonly policies: readonly Policy[]
  readonly processors: readonly Processor[]
  readonly notifiers: readonly Notifier[]
}

export const hostOf = ({
  features,
  policies = [],
  processors = [],
  plugins = [],
  attachments,
  ...rest
}: HostOptions): Host => {
  const { maxMembers: bound = 1_000, notifiers = [] } = rest
  const all = { ...defaultFeatures, ...features }
  return {
    features: { ...all, attachments: all.attachments && attachments !== undefined },
    policies: [
      ...(bound === null ? [] : [maxMembers(bound)]),
      ...policies,
      ...plugins.flatMap((plugin) => plugin.policies ?? []),
    ],
    processors: [...processors, ...plugins.flatMap((plugin) => plugin.processors ?? [])],
    notifiers: [...notifiers, ...plugins.flatMap((plugin) => plugin.notifiers ?? [])],
  }
}
