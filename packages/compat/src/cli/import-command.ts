import { parseArgs } from 'node:util'
import { limits, MsgError } from '@msg/core'
import { directmessagesImporter } from '../importers/directmessages.ts'
import { djangoMessagingImporter } from '../importers/django-messaging.ts'
import type { Importer } from '../importers/importer.ts'
import { onadataImporter } from '../importers/onadata.ts'
import { runImport } from '../importers/run.ts'
import type { Source } from '../importers/source.ts'
import { openSource } from '../importers/sources/open-source.ts'
import type { ImportSummary } from '../importers/summary.ts'
import { talkalotImporter } from '../importers/talkalot.ts'
import { interrupted } from './command.ts'
import type { Command, Surroundings } from './command.ts'
import { openTarget } from './open-target.ts'
import { openProgress } from './progress.ts'
import { counted, rowsToRead } from './rows-to-read.ts'
import { sampled } from './sampled.ts'

const importers: Readonly<Record<string, (app: string | undefined) => Importer>> = {
  talkalot: () => talkalotImporter,
  directmessages: () => directmessagesImporter,
  'django-messaging': djangoMessagingImporter,
  onadata: () => onadataImporter,
}

/** What to import, and how. */
interface Asked {
  readonly importer: Importer
  readonly from: string
  /** Null to look only. */
  readonly to: string | null
  readonly schema: string | undefined
  readonly batchSize: number
}

/** `import`: takes over what another system's database has. */
export const importCommand: Command = async (words, around) => {
  const asked = read(words)
  if (asked === null) return null
  const { importer, lines } = sampled(asked.importer)
  const summary = await run({ ...asked, importer }, around)
  const sample = asked.to === null ? ['such as', ...lines().map((line) => `  ${line}`)] : []
  return [...told(summary, asked.to === null), ...sample, ''].join('\n')
}

const read = (words: readonly string[]): Asked | null => {
  const { positionals, values } = parseArgs({
    args: [...words],
    allowPositionals: true,
    options: {
      from: { type: 'string' },
      to: { type: 'string' },
      schema: { type: 'string' },
      app: { type: 'string' },
      'batch-size': { type: 'string', default: String(limits.imported) },
      'dry-run': { type: 'boolean', default: false },
    },
  })
  const [system = '', ...more] = positionals
  const importer = Object.hasOwn(importers, system) ? importers[system]?.(values.app) : undefined
  const { from, to, schema, 'dry-run': dry } = values
  if (importer === undefined || more.length > 0 || from === undefined || (to === undefined && !dry)) return null
  return { importer, from, to: dry ? null : (to ?? null), schema, batchSize: sizeOf(values['batch-size']) }
}

const sizeOf = (text: string): number => {
  const size = /^\d+$/.test(text) ? Number(text) : 0
  if (size > 0 && size <= limits.imported) return size
  throw new MsgError('invalid', `--batch-size is a whole number from 1 to ${limits.imported}`)
}

const run = async (asked: Asked, around: Surroundings): Promise<ImportSummary> => {
  const source = await openSource(asked.from)
  try {
    return await runFrom(source, asked, around)
  } finally {
    await source.close()
  }
}

const runFrom = async (source: Source, asked: Asked, { screen, now, signal }: Surroundings): Promise<ImportSummary> => {
  const { importer, to, schema, batchSize } = asked
  const of = await rowsToRead(importer, source)
  await using messaging = to === null ? null : await openTarget(to, schema)
  const progress = openProgress(screen, now)
  const watched = counted(source, (rows) => progress.show(rows, of))
  try {
    const summary = await runImport({ importer, source: watched, messaging, batchSize, signal })
    if (signal.aborted) throw interrupted(messaging === null ? null : 'imported')
    return summary
  } finally {
    progress.end()
  }
}

const told = ({ imported, existing, skipped, examples, checksum }: ImportSummary, dry: boolean): readonly string[] => {
  const kinds = Object.entries(imported).map(([kind, count]) => `  ${kind}: ${count}`)
  const there = Object.values(existing).reduce((sum, count) => sum + count, 0)
  const left = Object.entries(skipped).map(
    ([reason, count]) => `  ${reason}: ${count} (${(examples[reason] ?? []).join(', ')})`,
  )
  return [
    dry ? 'there is' : 'imported',
    ...kinds,
    ...(dry ? [] : [`there already: ${there}`]),
    ...(left.length === 0 ? [] : [dry ? 'would be left out' : 'left out', ...left]),
    `checksum ${checksum}`,
  ]
}
