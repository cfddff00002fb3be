import { describe, expect, test } from 'vitest'
import { startBot } from './bot-process.ts'
import { onPostgres } from './on-postgres.ts'
import { ALICE, BOT, eventually, openSetting, ROOM } from './setting.ts'
import type { Way } from './setting.ts'

const isFull = process.env['FULL'] === '1'

/** A small deterministic generator of numbers in [0, 1). */
const seeded = (seed: number) => {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}

const numbersIn = (texts: readonly string[], word: string): readonly number[] =>
  texts.flatMap((text) => [...text.matchAll(new RegExp(`${word} (\\d+)`, 'g'))].map(([, n]) => Number(n)))

const upTo = (count: number): readonly number[] => Array.from({ length: count }, (_, at) => at)

/** Resolves once it is so, or after a while. */
const untilTrue = async (check: () => Promise<boolean>): Promise<void> => {
  for (const end = Date.now() + 4_000; !(await check()) && Date.now() < end;)
    await new Promise<void>((resolve) => setTimeout(resolve, 5))
}

/** What holds however the bot reaches the conversations. */
const anyWay = (url: string, way: Way, kills: number): void => {
  test(
    `a bot killed ${kills} times at any point relays every message exactly once, in order, both ways`,
    async () => {
      const { fake, carol, conversationId, configPath, env } = await openSetting(url, way)
      const random = seeded(20_261_121)
      // A post whose answer takes its time is on its way for long enough to die meanwhile.
      const effect = { kind: 'slow', ms: 150 } as const
      fake.fault({ path: /\/messages\/new$/, effect, times: Infinity, probability: 0.7 })
      const start = () => startBot({ args: ['--config', configPath], env })
      const asked = () => fake.requests().length
      const first = start()
      // What is said before a link ran for the first time is not its to relay.
      await eventually(() => expect(first.output()).toContain('a link runs'))
      await first.end('SIGKILL')
      let [here, there] = [0, 0]
      const readThere = () =>
        [...fake.world.messages.values()]
          .filter(({ userId }) => userId === BOT)
          .map(({ revisions }) => revisions.at(-1)?.source ?? '')
      const readHere = async () => {
        const texts: string[] = []
        for (let after = 0, more = true; more;) {
          const page = await carol.messages.list({ conversationId, after, order: 'asc', limit: 100 })
          texts.push(...page.messages.map(({ body }) => body ?? ''))
          more = page.more
          after = page.messages.at(-1)?.seq ?? after
        }
        return texts
      }
      const allIsRelayed = async () =>
        numbersIn(readThere(), 'here').includes(here - 1) && numbersIn(await readHere(), 'there').includes(there - 1)
      for (let kill = 0; kill < kills; kill += 1) {
        const bot = start()
        const [before, after] = [asked(), Math.floor(random() * 30)]
        for (const _ of upTo(3)) {
          await carol.messages.send({ conversationId, body: `here ${here}` })
          fake.say(ALICE, ROOM, `there ${there}`)
          ;[here, there] = [here + 1, there + 1]
        }
        // Each request is a point at which to die; where fewer come, it dies once all is relayed.
        await untilTrue(async () => asked() - before >= after || allIsRelayed())
        await bot.end('SIGKILL')
      }
      const last = start()
      await eventually(() => expect(last.output()).toContain('a link runs'))
      await eventually(() => expect(numbersIn(readThere(), 'here')).toContain(here - 1))
      await eventually(async () => expect(numbersIn(await readHere(), 'there')).toContain(there - 1))
      expect(numbersIn(readThere(), 'here')).toEqual(upTo(here))
      expect(numbersIn(await readHere(), 'there')).toEqual(upTo(there))
      expect(await last.end('SIGTERM')).toBe(0)
    },
    kills * 15_000 + 120_000,
  )
}

describe.runIf(isFull)('over HTTP, on PGlite', () => {
  anyWay('', 'HTTP, on PGlite', 50)
})

onPostgres((url) => {
  describe('by the database', () => {
    anyWay(url, 'the database', isFull ? 50 : 10)
  })
  describe('over HTTP', () => {
    anyWay(url, 'HTTP, on Postgres', isFull ? 50 : 3)
  })
})
