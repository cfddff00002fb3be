// `npm run bench [-- W1 W2 …] [--json file] [--reuse]`: each workload against a limit measured beside it. `FULL=1` takes its
// time; `--reuse` takes the loads that an earlier run left in the database of `DATABASE_URL`.
import { writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { createContext } from './context.ts'
import { openCluster } from './database/cluster.ts'
import { commitMilliseconds } from './database/commit-time.ts'
import { row, table } from './table.ts'
import type { Result, Workload } from './workload.ts'
import { workloads } from './workloads/index.ts'

const full = process.env['FULL'] === '1'
const { values, positionals } = parseArgs({
  options: { json: { type: 'string' }, reuse: { type: 'boolean', default: false } },
  allowPositionals: true,
})
const size = (messages: number, conversations: number) => ({ messages, conversations })
const settings = full
  ? { seconds: 5, rounds: 5, sizes: [size(10_000, 200), size(100_000, 2_000), size(1_000_000, 20_000)] }
  : { seconds: 1, rounds: 3, sizes: [size(10_000, 200), size(100_000, 2_000)] }

const asked = (workload: Workload): boolean => positionals.length === 0 || positionals.includes(workload.id)
const unknown = positionals.filter((id) => workloads.every((workload) => workload.id !== id))
if (unknown.length > 0)
  throw new Error(`unknown: ${unknown.join(', ')}; there are ${workloads.map(({ id }) => id).join(', ')}`)

const cluster = await openCluster()
const results: { readonly workload: Workload; readonly result: Result }[] = []
try {
  await using context = await createContext({ cluster, full, reuse: values.reuse, ...settings })
  if (context.postgres === null)
    console.log('No Postgres here: only what runs on embedded PGlite, without limits. Install it, or set DATABASE_URL.')
  else
    console.log(
      `a commit of one row takes ${(await commitMilliseconds(context.postgres)).toFixed(2)} ms (p50), fsync included`,
    )
  for (const workload of workloads.filter(asked)) {
    if (workload.needsPostgres && context.postgres === null) continue
    console.log(`\n${workload.id}: ${workload.name}`)
    const result = await workload.run(context)
    results.push({ workload, result })
    console.log(
      `  ${row(workload, result).slice(1).join('  ')}${result.notes === undefined ? '' : `\n  ${result.notes}`}`,
    )
    for (const { says, holds } of result.checks) if (!holds) console.log(`  FAILED: ${says}`)
  }
} finally {
  await cluster?.close()
}

console.log(`\n${table(results.map(({ workload, result }) => row(workload, result)))}`)
const failed = results.filter(({ result }) => result.checks.some(({ holds }) => !holds))
console.log(
  failed.length === 0
    ? '\nnothing lost, doubled or out of order'
    : `\nFAILED: ${failed.map(({ workload }) => workload.id).join(', ')}`,
)
if (failed.length > 0) process.exitCode = 1
if (values.json !== undefined) {
  const told = results.map(({ workload: { id, name, unit }, result }) => ({ id, name, unit, ...result }))
  writeFileSync(values.json, `${JSON.stringify(told, null, 2)}\n`)
}
