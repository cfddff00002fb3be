import { parseArgs } from 'node:util'
import { createMessaging } from '@msg/core'
import type { Messaging } from '@msg/core'
import { directmessagesImporter } from '../importers/directmessages.ts'
import { djangoMessagingImporter } from '../importers/django-messaging.ts'
import type { Importer } from '../importers/importer.ts'
import { onadataImporter } from '../importers/onadata.ts'
import { runImport } from '../importers/run.ts'
import { openSource } from '../importers/sources/open-source.ts'
import type { ImportSummary } from '../importers/summary.ts'
import { talkalotImporter } from '../importers/talkalot.ts'
import { isPostgres } from './address.ts'
import { endLine, overwrite } from './progress-bar.ts'
import { ofStore } from './with-store.ts'

const importers: Readonly<Record<string, (app: string | undefined) => Importer>> = {
  talkalot: () => talkalotImporter,
  directmessages: () => directmessagesImporter,
  'django-messaging': djangoMessagingImporter,
  onadata: () => onadataImporter,
}

/** `import`: takes over what another system's database has. Answers what to say; null when the words make no sense. */
export const importCommand = async (words: readonly string[]): Promise<string | null> => {
  const { positionals, values } = parseArgs({
    args: [...words],
    allowPositionals: true,
    options: {
      from: { type: 'string' },
      to: { type: 'string' },
      schema: { type: 'string' },
      app: { type: 'string' },
      'dry-run': { type: 'boolean', default: false },
    },
  })
  const [system = '', ...more] = positionals
  const importer = Object.hasOwn(importers, system) ? importers[system]?.(values.app) : undefined
  const { from, to, schema, 'dry-run': dry } = values
  if (importer === undefined || more.length > 0 || from === undefined || (to === undefined && !dry)) return null
  const source = await openSource(from)
  const messaging = dry || to === undefined ? null : await openTarget(to, schema)
  try {
    return told(
      await runImport({ importer, source, messaging, progress: (messages) => overwrite(`${messages} messages`) }),
    )
  } finally {
    endLine()
    await messaging?.close()
    await source.close()
  }
}

const openTarget = async (to: string, schema: string | undefined): Promise<Messaging> => {
  const { openPglite, openPostgres } = await ofStore(() => import('@msg/drizzle'))
  const store = isPostgres(to)
    ? await openPostgres({ url: to, ...(schema === undefined ? {} : { schema }) })
    : await openPglite({ dataDir: to })
  return createMessaging({ store })
}

const told = ({ imported, existing, skipped, examples, checksum }: ImportSummary): string => {
  const kinds = Object.entries(imported).map(([kind, count]) => `  ${kind}: ${count}`)
  const there = Object.values(existing).reduce((sum, count) => sum + count, 0)
  const left = Object.entries(skipped).map(
    ([reason, count]) => `  ${reason}: ${count} (${(examples[reason] ?? []).join(', ')})`,
  )
  return ['imported', ...kinds, `there already: ${there}`, 'left out', ...left, `checksum ${checksum}`, ''].join('\n')
}
