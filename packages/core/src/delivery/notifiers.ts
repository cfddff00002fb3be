import { MsgError } from '../errors.ts'
import type { Notifier } from '../ports/notifier.ts'
import { inputOf, optional, serviceName, whole } from '../rules/input.ts'
import { startRunner } from './notifier-runner.ts'
import type { NotifierCounts, RunnerParts } from './notifier-runner.ts'

/** The notifiers of this process. */
export interface Notifiers {
  /** Their names. */
  readonly names: readonly string[]
  /** Resolves once each has its place in the log, or that failed: what is committed after it will be told. */
  readonly placed: Promise<void>
  wake(): void
  reload(name: string): void
  counts(): readonly NotifierCounts[]
  close(): Promise<void>
}

const readSaid = inputOf({ name: serviceName, sideBySide: optional(whole({ from: 1, to: 100 })) })

/** Starts every notifier. @throws invalid for what one says of itself that makes no sense, or a name that two of them have */
export const startNotifiers = (parts: RunnerParts, notifiers: readonly Notifier[]): Notifiers => {
  const names = notifiers.map(({ name, sideBySide }) => readSaid({ name, sideBySide }).name)
  if (new Set(names).size < names.length) throw new MsgError('invalid', 'two notifiers have the same name')
  const place = async (): Promise<void> => {
    for (const name of names) await parts.store.notifiers.open(name)
  }
  const placed = place().catch((error: unknown) =>
    parts.logger.error('notifiers could not be given their place in the log yet', { error }),
  )
  const runners = notifiers.map((notifier) => startRunner(parts, notifier))
  return {
    names,
    placed,
    wake: () => runners.forEach((runner) => runner.wake()),
    reload: (name) => runners[names.indexOf(name)]?.reload(),
    counts: () => runners.map((runner) => runner.counts()),
    async close() {
      await Promise.all(runners.map((runner) => runner.close()))
    },
  }
}
