import { Pool } from 'pg'

/** Writes a row; resolves when it is committed. */
export type WriteRow = (body: string) => Promise<unknown>

/**
 * How messages become rows of the one-row insert's table: each by a statement of its own (`one`), those that wait together by one
 * statement (`batched`), or not at all (`none`).
 */
export const rowWriter = (url: string, how: string): WriteRow => {
  const pool = new Pool({ connectionString: url })
  if (how === 'none') return () => Promise.resolve()
  const write = (bodies: readonly string[]): Promise<unknown> => pool.query({ ...manyRows, values: [bodies] })
  return how === 'batched' ? inBatches(write) : (body) => pool.query({ ...oneRow, values: [body] })
}

const oneRow = { name: 'one', text: 'insert into bench_limit.message (author, body) values (1, $1)' } as const
const manyRows = {
  name: 'many',
  text: 'insert into bench_limit.message (author, body) select 1, body from unnest($1::text[]) as body',
} as const

/** As many rows in a statement as our own queue puts in one. */
const batch = 64

/** One statement is under way at a time; what comes meanwhile goes with the next. */
const inBatches = (write: (bodies: readonly string[]) => Promise<unknown>): WriteRow => {
  let waiting: { readonly body: string; readonly settle: (result: Promise<unknown>) => void }[] = []
  let running = false
  const flush = async (): Promise<void> => {
    running = true
    while (waiting.length > 0) {
      const [now, later] = [waiting.slice(0, batch), waiting.slice(batch)]
      waiting = later
      const written = write(now.map(({ body }) => body))
      for (const { settle } of now) settle(written)
      await written.catch(() => {})
    }
    running = false
  }
  return (body) =>
    new Promise((settle) => {
      waiting.push({ body, settle })
      if (!running) queueMicrotask(() => void (running || flush()))
    })
}
