#!/usr/bin/env node
/** `npx @msg/compat import`: takes over what another system's database has. */
import { argv, exit, stderr, stdout } from 'node:process'
import { parseArgs } from 'node:util'
import { createMessaging } from '@msg/core'
import type { Messaging } from '@msg/core'
import { directmessagesImporter } from './directmessages.ts'
import { djangoMessagingImporter } from './django-messaging.ts'
import type { Importer } from './importer.ts'
import { onadataImporter } from './onadata.ts'
import { runImport } from './run.ts'
import { openSource } from './sources/open-source.ts'
import type { ImportSummary } from './summary.ts'
import { talkalotImporter } from './talkalot.ts'

const usage = `npx @msg/compat import <system> --from <address> --to <address> [--schema msg] [--app label] [--dry-run]

  system    talkalot, directmessages, django-messaging or onadata
  --from    postgres://…, a SQLite file, or a dump (manage.py dumpdata --format jsonl) called *.jsonl
  --to      postgres://…, or the folder of an embedded database
  --schema  of the Postgres it goes to
  --app     label of Django Messaging's app, by which its tables begin
  --dry-run read everything and write nothing

Interrupted, it is run again: what is there already stays.
`

const importers: Readonly<Record<string, (app: string | undefined) => Importer>> = {
  talkalot: () => talkalotImporter,
  directmessages: () => directmessagesImporter,
  'django-messaging': djangoMessagingImporter,
  onadata: () => onadataImporter,
}

const openTarget = async (to: string, schema: string | undefined): Promise<Messaging> => {
  const { openPglite, openPostgres } = await loadDrizzle()
  const isPostgres = /^postgres(?:ql)?:\/\//.test(to)
  const store = isPostgres
    ? await openPostgres({ url: to, ...(schema === undefined ? {} : { schema }) })
    : await openPglite({ dataDir: to })
  return createMessaging({ store })
}

const loadDrizzle = async () => {
  try {
    return await import('@msg/drizzle')
  } catch (error) {
    throw new Error('importing needs a store: install one with `npm install @msg/drizzle`', { cause: error })
  }
}

const told = ({ imported, existing, skipped, examples, checksum }: ImportSummary): string => {
  const kinds = Object.entries(imported).map(([kind, count]) => `  ${kind}: ${count}`)
  const there = Object.values(existing).reduce((sum, count) => sum + count, 0)
  const left = Object.entries(skipped).map(
    ([reason, count]) => `  ${reason}: ${count} (${(examples[reason] ?? []).join(', ')})`,
  )
  return ['imported', ...kinds, `there already: ${there}`, 'left out', ...left, `checksum ${checksum}`, ''].join('\n')
}

const progress = (messages: number): void => {
  if (stderr.isTTY) stderr.write(`\r${messages} messages`)
}

const run = async (): Promise<number> => {
  const { positionals, values } = parseArgs({
    args: argv.slice(2),
    allowPositionals: true,
    options: {
      from: { type: 'string' },
      to: { type: 'string' },
      schema: { type: 'string' },
      app: { type: 'string' },
      'dry-run': { type: 'boolean', default: false },
    },
  })
  const [command, system = '', ...more] = positionals
  const importer = Object.hasOwn(importers, system) ? importers[system]?.(values.app) : undefined
  const { from, to, schema, 'dry-run': dry } = values
  const isWhole = command === 'import' && more.length === 0 && from !== undefined && (dry || to !== undefined)
  if (importer === undefined || !isWhole) {
    stderr.write(usage)
    return 2
  }
  const source = await openSource(from)
  const messaging = dry || to === undefined ? null : await openTarget(to, schema)
  try {
    stdout.write(told(await runImport({ importer, source, messaging, progress })))
  } finally {
    await messaging?.close()
    await source.close()
  }
  return 0
}

try {
  exit(await run())
} catch (error) {
  stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  exit(1)
}
