import { meter, postgresOf } from '../context.ts'
import type { Context, Postgres } from '../context.ts'
import { askFor } from '../load/ask.ts'
import type { Asked } from '../load/ask.ts'
import { openCaller, requestOf } from '../load/caller.ts'
import { quantile, rounds, totalOf } from '../rounds.ts'
import type { Summary } from '../rounds.ts'
import { bigMessages, hubConversations, people } from '../seed/plan.ts'
import type { Size } from '../seed/plan.ts'
import type { Workload } from '../workload.ts'

const callers = 16

/** What a read asks for, the query it is held against, and what its answer must look like. */
export interface Read {
  readonly request: (n: number) => string
  readonly limit: string
  readonly isRight: (answer: unknown) => boolean
  /** The request that an answer leads to: then those are measured, to the last and round again, and not `request`. */
  readonly next?: (answer: unknown) => string | null
}

export interface Loaded {
  readonly schema: string
  readonly big: string
  readonly size: Size
}

/** What is read on a load. */
export const onLoad = async (postgres: Postgres, size: Size): Promise<Loaded> => {
  const schema = await postgres.loaded(size)
  const [row] = await postgres.query(`select id from ${schema}.conversation where title = 'big'`)
  return { schema, big: String(row?.['id']), size }
}

const get = (path: string, userId: string): (() => string) => {
  const request = requestOf({ method: 'GET', path, userId })
  return () => request
}

/** Asked by each member of the big conversation in turn. */
const byEach = (as: (userId: string) => () => string): ((n: number) => string) => {
  const requests = Array.from({ length: people.crowd }, (_, member) => as(`m${member}`)())
  return (n) => requests[n % people.crowd] ?? ''
}

const fieldOf = (answer: unknown, name: string): unknown =>
  typeof answer === 'object' && answer !== null ? Reflect.get(answer, name) : undefined

export const lengthOf = (answer: unknown, name: string): number => {
  const list = fieldOf(answer, name)
  return Array.isArray(list) ? list.length : -1
}

const pageLimit = (
  { schema, big, size }: Loaded,
  deep: boolean,
): string => `\\set depth random(51, ${bigMessages(size)})
select id, seq, revision, author_id, verb, body, created_at from ${schema}.message
where conversation_id = '${big}' ${deep ? 'and seq < :depth' : ''} order by conversation_id desc, seq desc limit 50;`

/** The reads of W2, W3 and W4, by name. */
export const reads = {
  lastPage: (loaded: Loaded): Read => ({
    request: byEach((userId) => get(`/conversations/${loaded.big}/messages?limit=50`, userId)),
    limit: pageLimit(loaded, false),
    isRight: (answer) => lengthOf(answer, 'messages') === 50,
  }),
  deepPage: (loaded: Loaded): Read => ({
    request: (n) => {
      const before = 51 + ((n * 7_919) % (bigMessages(loaded.size) - 51))
      return requestOf({
        method: 'GET',
        path: `/conversations/${loaded.big}/messages?limit=50&before=${before}`,
        userId: 'm0',
      })
    },
    limit: pageLimit(loaded, true),
    isRight: (answer) => lengthOf(answer, 'messages') === 50,
  }),
  inbox: ({ schema, size }: Loaded): Read => ({
    request: get('/inbox?limit=50', people.hub),
    limit: `select r.conversation_id, r.read_seq, c.last_seq, c.title, u.body from ${schema}.reader r
join ${schema}.conversation c on c.id = r.conversation_id
join ${schema}.message u on u.conversation_id = c.id and u.seq = c.last_seq
where r.user_id = '${people.hub}' and r.inbox_minute is not null order by r.user_id desc, r.inbox_minute desc limit 50;`,
    isRight: (answer) => lengthOf(answer, 'conversations') === Math.min(50, hubConversations(size)),
  }),
  deepInbox: (loaded: Loaded): Read => ({
    ...reads.inbox(loaded),
    limit: '',
    isRight: (answer) => lengthOf(answer, 'conversations') > 0,
    next(answer) {
      const after = fieldOf(answer, 'next')
      return typeof after === 'string' ? get(`/inbox?limit=50&after=${encodeURIComponent(after)}`, people.hub)() : null
    },
  }),
  unread: ({ schema, big }: Loaded, userId: string): Read => ({
    request: get('/inbox/unread', userId),
    limit: `select read_seq from ${schema}.reader where conversation_id = '${big}' and user_id = 'm0';`,
    isRight: (answer) =>
      JSON.stringify(answer).includes('"capped":false') &&
      (userId !== people.calm || JSON.stringify(answer).includes('"count":0')),
  }),
} as const

/** Seconds during which a server that has just started is asked first: its code is slower until it was compiled. */
export const warmUp = 4

/** The requests to which one leads after the other, round and round. */
const followed = async (
  port: number,
  { request, next }: Pick<Read, 'request'> & Required<Pick<Read, 'next'>>,
): Promise<(n: number) => string> => {
  const requests: string[] = []
  const caller = await openCaller(port)
  for (let asked: string | null = request(0); asked !== null;) {
    const { body } = await caller.ask(asked)
    asked = next(JSON.parse(body.toString()))
    if (asked !== null) requests.push(asked)
  }
  caller.close()
  return (n) => requests[n % requests.length] ?? ''
}

/** Measures a read against its limit. */
export const measured = async (
  context: Context,
  { schema, read }: { readonly schema: string; readonly read: Read },
): Promise<{ readonly summary: Summary; readonly all: readonly Asked[]; readonly alone: Asked }> => {
  const postgres = postgresOf(context)
  const server = await context.serve(schema)
  const { next } = read
  const request = next === undefined ? read.request : await followed(server.port, { ...read, next })
  await askFor(server.port, { callers, seconds: warmUp, request })
  const all: Asked[] = []
  const summary = await rounds(context.rounds, async () => {
    const spent = await meter(context, { server })
    const asked = await askFor(server.port, { callers, seconds: context.seconds, request })
    all.push(asked)
    return {
      figure: asked.perSecond,
      cpu: await spent(asked.count),
      limit: read.limit === '' ? null : await postgres.limit(read.limit, callers),
    }
  })
  const alone = await askFor(server.port, { callers: 1, seconds: context.seconds, request })
  await server.close()
  return { summary, all, alone }
}

const readWorkload = (parts: {
  readonly id: string
  readonly name: string
  readonly read: (loaded: Loaded) => Read
  readonly floor: string
  readonly isMet: (measured: { ratio: number | null; cpu: number | null; p50: number }) => boolean
}): Workload => ({
  id: parts.id,
  name: parts.name,
  unit: 'reads/s',
  needsPostgres: true,
  run: async (context) => {
    const size = context.sizes.at(-1)
    if (size === undefined) throw new Error('there is no load')
    const loaded = await onLoad(postgresOf(context), size)
    const read = parts.read(loaded)
    const { summary, all, alone } = await measured(context, { schema: loaded.schema, read })
    const p50 = quantile(alone.milliseconds, 0.5)
    return {
      ...summary,
      checks: [
        { says: 'every answer is 200', holds: all.every(({ allOk }) => allOk) },
        { says: 'the answer is the page', holds: all.every(({ sample }) => read.isRight(JSON.parse(sample))) },
      ],
      floor: {
        says: parts.floor,
        met: parts.isMet({ ratio: summary.ratio, cpu: totalOf(summary.cpuPerOperation), p50 }),
      },
      notes: `alone p50 ${p50.toFixed(2)} ms`,
    }
  },
})

const atMost =
  (most: number) =>
  ({ cpu }: { readonly cpu: number | null }): boolean =>
    cpu === null || cpu <= most

/** W2, W3 and W4. */
export const readWorkloads: readonly Workload[] = [
  readWorkload({
    id: 'W2',
    name: 'the last 50 messages of the big conversation, by each of its hundred members in turn',
    read: reads.lastPage,
    floor: '≥ 0.2x the keyset query, ≤ 250 µs',
    isMet: ({ ratio, cpu }) => (ratio === null || ratio >= 0.2) && atMost(250)({ cpu }),
  }),
  readWorkload({
    id: 'W2-deep',
    name: '50 messages somewhere in its depth, which nobody read before',
    read: reads.deepPage,
    floor: '≤ 500 µs',
    isMet: atMost(500),
  }),
  readWorkload({
    id: 'W3',
    name: 'inbox page of 50, of a user in (up to) 10,000 conversations, read again with nothing changed',
    read: reads.inbox,
    floor: 'p50 ≤ 5 ms, ≤ 1 ms CPU',
    isMet: ({ cpu, p50 }) => p50 <= 5 && atMost(1_000)({ cpu }),
  }),
  readWorkload({
    id: 'W3-first',
    name: '50 conversations somewhere down the same inbox, which nobody read before',
    read: reads.deepInbox,
    floor: 'p50 ≤ 5 ms',
    isMet: ({ p50 }) => p50 <= 5,
  }),
  readWorkload({
    id: 'W4',
    name: 'unread totals of the same user, 100 conversations unread',
    read: (loaded) => reads.unread(loaded, people.hub),
    floor: '≤ 1 ms CPU',
    isMet: atMost(1_000),
  }),
  readWorkload({
    id: 'W4-read',
    name: 'unread totals of a user who has read all',
    read: (loaded) => reads.unread(loaded, people.calm),
    floor: '≤ 1 ms CPU',
    isMet: atMost(1_000),
  }),
]
