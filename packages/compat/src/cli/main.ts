#!/usr/bin/env node
/** `npx @msg/compat`: takes over what another system has, or moves from an embedded database to a server. */
import { argv, exit, stderr, stdout } from 'node:process'
import { copyCommand } from './copy-command.ts'
import { importCommand } from './import-command.ts'

const commands: Readonly<Record<string, (words: readonly string[]) => Promise<string | null>>> = {
  import: importCommand,
  copy: copyCommand,
}

const usage = `npx @msg/compat import <system> --from <address> --to <address> [--schema msg] [--app label] [--dry-run]
npx @msg/compat copy --from <folder> --to <address> [--schema msg] [--dry-run]

  import    takes over what another system's database has
  system    talkalot, directmessages, django-messaging or onadata
  --from    postgres://…, a SQLite file, or a dump (manage.py dumpdata --format jsonl) called *.jsonl
  --to      postgres://…, or the folder of an embedded database
  --app     label of Django Messaging's app, by which its tables begin

  copy      moves an embedded database to Postgres
  --from    its folder, used by nobody meanwhile
  --to      postgres://…, where the schema is empty

  --schema  of the Postgres it goes to
  --dry-run read everything and write nothing

Interrupted, either is run again: what is there already stays.
`

const run = async (): Promise<number> => {
  const [name = '', ...words] = argv.slice(2)
  const told = Object.hasOwn(commands, name) ? await commands[name]?.(words) : null
  if (typeof told === 'string') stdout.write(told)
  else stderr.write(usage)
  return typeof told === 'string' ? 0 : 2
}

try {
  exit(await run())
} catch (error) {
  stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  exit(1)
}
