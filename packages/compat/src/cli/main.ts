#!/usr/bin/env node
/** `npx @msg/compat`: takes over what another system has, or moves from an embedded database to a server. */
import process, { argv, exit, stderr, stdout } from 'node:process'
import { isMsgError } from '@msg/core'
import type { Command } from './command.ts'
import { copyCommand } from './copy-command.ts'
import { importCommand } from './import-command.ts'

const commands: Readonly<Record<string, Command>> = {
  import: importCommand,
  copy: copyCommand,
}

const usage = `npx @msg/compat import <system> --from <address> --to <address> [--schema msg] [--app label] [--batch-size n] [--dry-run]
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
  --dry-run read everything and write nothing: says how much there is, and shows some of it
  --batch-size  messages (and other items of a kind) written at once, at most and by itself 5000: fewer keep
            conversations of a server that is in use locked for less time

Interrupted (Ctrl-C), either is run again with the same words: what is there already stays.
`

/** The first Ctrl-C ends it where it can go on from; the next one ends it anyway. */
const ending = new AbortController()
process.once('SIGINT', () => {
  stderr.write('\nending: what is under way is finished\n')
  ending.abort()
})

const run = async (): Promise<number> => {
  if (argv.includes('--help')) {
    stdout.write(usage)
    return 0
  }
  const around = { screen: stderr, now: Date.now, signal: ending.signal }
  const [name = '', ...words] = argv.slice(2)
  const told = Object.hasOwn(commands, name) ? await commands[name]?.(words, around) : null
  if (typeof told === 'string') stdout.write(told)
  else stderr.write(usage)
  return typeof told === 'string' ? 0 : 2
}

/** What failed, and what the driver says of it: which address does not answer, that there is no such database. */
const explained = (error: unknown): string => {
  if (!isMsgError(error)) return error instanceof Error ? error.message : String(error)
  const said = error.cause instanceof Error ? error.cause.message : ''
  return said === '' ? error.message : `${error.message}: ${said}`
}

/** Leaves once what was said is out: through a pipe it may go later. */
const leave = (code: number): void => void stdout.write('', () => stderr.write('', () => exit(code)))

try {
  leave(await run())
} catch (error) {
  stderr.write(`${explained(error)}\n`)
  leave(ending.signal.aborted ? 130 : 1)
}
