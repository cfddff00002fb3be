#!/usr/bin/env node
/** `npx @msg/drizzle migrate` and `repair`, for CI and for bad days. */
import { argv, env, exit, stderr, stdout } from 'node:process'
import { parseArgs } from 'node:util'
import { isMsgError } from '@msg/core'
import { migratePostgres } from './postgres.ts'
import type { PostgresAddress } from './postgres-server.ts'
import { repairPostgres } from './repair.ts'
import { defaultSchema } from './schema-name.ts'

const usage = `npx @msg/drizzle <command> --url postgres://… [--schema msg]

  migrate   bring the schema up to date; any number of processes may do so at once
  repair    recompute what is derived from messages and memberships, and renew the epoch

The url may also be in DATABASE_URL.
`

const commands: Readonly<Record<string, (address: PostgresAddress) => Promise<string>>> = {
  async migrate(address) {
    await migratePostgres(address)
    return `the schema "${address.schema}" is up to date\n`
  },
  async repair(address) {
    const found = Object.entries(await repairPostgres(address)).map(([what, count]) => `${what}: ${count}\n`)
    return `${found.join('')}repaired, and the epoch renewed: start the servers again\n`
  },
}

const run = async (): Promise<number> => {
  const { positionals, values } = parseArgs({
    args: argv.slice(2),
    allowPositionals: true,
    options: {
      url: { type: 'string' },
      schema: { type: 'string', default: defaultSchema },
      help: { type: 'boolean', default: false },
    },
  })
  if (values.help) {
    stdout.write(usage)
    return 0
  }
  const [name = '', ...more] = positionals
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined
  const url = values.url ?? env['DATABASE_URL'] ?? ''
  if (command === undefined || more.length > 0 || url === '') {
    stderr.write(usage)
    return 2
  }
  stdout.write(await command({ url, schema: values.schema }))
  return 0
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
  leave(1)
}
