import { parseArgs } from 'node:util'
import type { CopyPreview, CopyProgress, CopySummary } from '@msg/drizzle/copy'
import { isPostgres } from './address.ts'
import { endLine, overwrite, progressBar } from './progress-bar.ts'
import { ofStore } from './with-store.ts'

/** `copy`: moves an embedded database to Postgres. Answers what to say; null when the words make no sense. */
export const copyCommand = async (words: readonly string[]): Promise<string | null> => {
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
  try {
    return summaryTold(await copyDatabase({ from, to: address, onProgress: show }))
  } finally {
    endLine()
  }
}

const show = ({ table, rows, of }: CopyProgress): void => overwrite(progressBar(rows, of, `rows (${table})`))

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
