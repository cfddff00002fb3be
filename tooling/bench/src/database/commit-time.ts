import type { Postgres } from '../context.ts'
import { quantile } from '../rounds.ts'

/** How long a commit of one row takes, alone: the round trip and the flush. */
export const commitMilliseconds = async ({ query }: Postgres): Promise<number> => {
  const times: number[] = []
  for (let n = 0; n < 100; n += 1) {
    const start = performance.now()
    await query(`insert into bench_limit.message (author, body) values ($1, 'one')`, [n])
    times.push(performance.now() - start)
  }
  return quantile(times, 0.5)
}
