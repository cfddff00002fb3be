import { postgresOf } from '../context.ts'
import { requestOf } from '../load/caller.ts'
import { quantile } from '../rounds.ts'
import { people, words } from '../seed/plan.ts'
import type { Workload } from '../workload.ts'
import { lengthOf, measured, onLoad } from './reads.ts'
import type { Loaded, Read } from './reads.ts'

const frequencies = ['frequent', 'middle', 'rare'] as const

/** Who searches: somebody in (up to) 10,000 conversations of a few messages each, and somebody in the one big one. */
const searchers = { many: people.hub, one: 'm0' } as const

interface Search {
  readonly frequency: (typeof frequencies)[number]
  readonly who: keyof typeof searchers
}

/** The limit asks the index alone, whoever may see what it finds. */
const readOf = ({ schema }: Loaded, { frequency, who }: Search): Read => {
  const word = words[frequency]
  const request = requestOf({ method: 'GET', path: `/messages?query=${word}&limit=20`, userId: searchers[who] })
  return {
    request: () => request,
    limit: `select conversation_id, seq from ${schema}.message where words @@ '${word}'::tsquery limit 20;`,
    isRight: (answer) => (frequency === 'frequent' ? lengthOf(answer, 'hits') === 20 : lengthOf(answer, 'hits') >= 0),
  }
}

/** W6: words of three frequencies, by somebody in many conversations and by somebody in one. */
const searchWorkload = (search: Search): Workload => ({
  id: `W6-${search.frequency}-${search.who}`,
  name: `search for a ${search.frequency} word by somebody in ${search.who === 'many' ? 'many conversations' : 'a big one'}`,
  unit: 'searches/s',
  needsPostgres: true,
  run: async (context) => {
    const size = context.sizes.at(-1)
    if (size === undefined) throw new Error('there is no load')
    const loaded = await onLoad(postgresOf(context), size)
    const read = readOf(loaded, search)
    const { summary, all, alone } = await measured(context, { schema: loaded.schema, read })
    const [p50, p99] = [quantile(alone.milliseconds, 0.5), quantile(alone.milliseconds, 0.99)]
    return {
      ...summary,
      checks: [
        { says: 'every answer is 200', holds: all.every(({ allOk }) => allOk) },
        { says: 'the answer is a page of hits', holds: all.every(({ sample }) => read.isRight(JSON.parse(sample))) },
      ],
      floor: { says: 'p50 ≤ 5 ms, p99 ≤ 50 ms', met: p50 <= 5 && p99 <= 50 },
      notes: `alone p50 ${p50.toFixed(2)} ms, p99 ${p99.toFixed(1)} ms`,
    }
  },
})

/** Every frequency with every membership: a plan that is bad shows in one combination only. */
export const searches: readonly Workload[] = frequencies.flatMap((frequency) =>
  (['many', 'one'] as const).map((who) => searchWorkload({ frequency, who })),
)
