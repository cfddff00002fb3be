import { parseArgs } from 'node:util'
import type { CopyPreview, CopySummary } from '@msg/drizzle/copy'
import { isPostgres } from '../importers/sources/address.ts'
import { interrupted } from './command.ts'
import type { Command } from './command.ts'
import { openProgress } from './progress.ts'
import { ofStore } from './with-store.ts'

/** `copy`: moves an embedded database to Postgres. */
export const copyCommand: Command = async (words, { screen, now, signal }) => {
  const { positionals, values } = parseArgs({
    args: [...words],
    allowPositionals: true,
    options: {
      from: { type: 'string' },
      to: { type: 'string' },
      schema: { type: 'string' },
      'dry-run': { type: 'boolean', default: false },
    },
  })
  const { from, to, schema, 'dry-run': dry } = values
  if (positionals.length > 0 || from === undefined) return null
  const { copyDatabase, previewCopy } = await ofStore(() => import('@msg/drizzle/copy'))
  if (dry) return previewTold(await previewCopy(from))
  if (to === undefined || !isPostgres(to)) return null
  const address = { url: to, ...(schema === undefined ? {} : { schema }) }
  const progress = openProgress(screen, now)
  try {
    const copied = await copyDatabase({
      from,
      to: address,
      onProgress: ({ table, rows, of }) => progress.show(rows, of, ` (${table})`),
      signal,
    })
    return summaryTold(copied)
  } catch (error) {
    throw signal.aborted ? interrupted('copied') : error
  } finally {
    progress.end()
  }
}

const previewTold = ({ tables, sample }: CopyPreview): string =>
  lines([
    'there is',
    ...tables.filter(({ rows }) => rows > 0).map(({ table, rows }) => `  ${table}: ${rows}`),
    'such as',
    ...sample.map(
      ({ id, kind, title, members, messages }) =>
        `  ${kind} ${id}${title === null ? '' : ` “${title}”`}: ${members} members, ${messages} messages`,
    ),
  ])

const summaryTold = ({ tables }: CopySummary): string =>
  lines([
    'copied, and the same on both sides (rows, checksum)',
    ...tables.map(({ table, rows, checksum }) => `  ${table}: ${rows}, ${checksum}`),
  ])

const lines = (all: readonly string[]): string => all.map((line) => `${line}\n`).join('')
