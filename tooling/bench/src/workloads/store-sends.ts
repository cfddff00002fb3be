import { createMessaging } from '@msg/core'
import type { Message, Session } from '@msg/core'
import { openPostgres } from '@msg/drizzle'
import { insertScript, postgresOf } from '../context.ts'
import { below, together } from '../load/crowd.ts'
import { usersNamed } from '../load/send.ts'
import { rounds } from '../rounds.ts'
import type { Check } from '../check.ts'
import type { Workload } from '../workload.ts'

const callers = 64

/** W1 without HTTP and sockets: what the engine and the store take. */
const storeSends = (id: string, name: string, conversations: number): Workload => ({
  id,
  name,
  unit: 'messages/s',
  needsPostgres: true,
  run: async (context) => {
    const postgres = postgresOf(context)
    await using messaging = createMessaging({ store: await openPostgres({ url: postgres.url, schema: 'bench_store' }) })
    const users = usersNamed('writer', callers)
    const owner = messaging.as(users[0] ?? '')
    const made = await together(below(conversations), 16, () =>
      owner.conversations.startGroup({ userIds: users.slice(1, 3) }),
    )
    for (const { id: conversationId } of conversations === 1 ? made : [])
      for (const from of [3, 43])
        await owner.members.add({ conversationId, userIds: users.slice(from, Math.min(from + 40, callers)) })
    const checks: Check[] = []
    const send = async (session: Session, own: readonly string[], until: number): Promise<readonly Message[]> => {
      const sent: Message[] = []
      for (let n = 0; performance.now() < until; n += 1)
        sent.push(
          await session.messages.send({
            conversationId: own[n % own.length] ?? '',
            body: `message ${n} of the benchmark, of usual length`,
          }),
        )
      return sent
    }
    const conversationsOf = (index: number): readonly string[] =>
      conversations === 1
        ? made.map((one) => one.id)
        : made.flatMap((one, n) => (n % callers === index ? [one.id] : []))
    const summary = await rounds(context.rounds, async () => {
      const [cpu, database] = [process.cpuUsage(), postgres.cpu()]
      const start = performance.now()
      const until = start + context.seconds * 1_000
      const all = (
        await together(users, callers, (userId, index) =>
          send(conversations === 1 ? messaging.as(userId) : owner, conversationsOf(index), until),
        )
      ).flat()
      const figure = all.length / ((performance.now() - start) / 1_000)
      const { user, system } = process.cpuUsage(cpu)
      const after = postgres.cpu()
      checks.push({
        says: 'numbers are given out once',
        holds: new Set(all.map(({ conversationId, seq }) => `${conversationId} ${seq}`)).size === all.length,
      })
      const spent = {
        engine: (user + system) / all.length,
        postgres: database === null || after === null ? null : (after - database) / all.length,
      }
      return { figure, limit: await postgres.limit(insertScript, callers), cpu: spent }
    })
    return {
      ...summary,
      checks,
      floor: { says: '≥ 0.5x one-row inserts', met: summary.ratio === null ? null : summary.ratio >= 0.5 },
    }
  },
})

export const storeLevel: readonly Workload[] = [
  storeSends('W1-store', 'send without HTTP, 64 callers over 512 conversations', 512),
  storeSends('W1-store-hot', 'send without HTTP, 64 callers in one conversation', 1),
]
