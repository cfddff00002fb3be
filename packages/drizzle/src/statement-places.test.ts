import { expect, test } from 'vitest'
import type { Lent, LentConnections } from './lent-connections.ts'
import { statementPlaces } from './statement-places.ts'

/** Connections with numbers, and account of what becomes of them. */
const connectionsOf = ({ pipeline = true }: { readonly pipeline?: boolean } = {}) => {
  const happened: string[] = []
  const numbers = new Map<unknown, number>()
  const dead = new Set<number>()
  const spare: Lent[] = []
  const state = { areWanted: false }
  const make = (): Lent => {
    const number = numbers.size + 1
    const lent: Lent = {
      connection: {
        pipeline,
        query: async () => ({ rows: [] }),
        release: () => {},
        on: () => {},
        off: () => {},
      },
      died: () => dead.has(number),
      release: () => {},
    }
    numbers.set(lent.connection, number)
    return lent
  }
  const connections: LentConnections = {
    take: () => spare.pop() ?? Promise.resolve(make()),
    giveBack(lent, broken) {
      happened.push(`${broken ? 'thrown away' : 'given back'} ${numbers.get(lent.connection)}`)
      if (!broken) spare.push(lent)
    },
    areWanted: () => state.areWanted,
    endTurn() {},
  }
  const { inLine: take } = statementPlaces(connections)
  return {
    happened,
    state,
    /** Which connection a statement gets, and the end of it. */
    async enter(sql = 'one') {
      const { connection, leave } = await take(sql)
      return { on: numbers.get(connection), leave }
    },
    die: (number: number) => void dead.add(number),
    /** A line on a connection that has been tried. */
    async tried() {
      ;(await take('one')).leave('well')
      happened.length = 0
    },
  }
}

test('the second statement goes behind the first, the third has a connection of its own', async () => {
  const { enter, tried, happened } = connectionsOf()
  await tried()
  const [first, second, third] = [await enter(), await enter(), await enter()]
  expect([first.on, second.on, third.on]).toEqual([1, 1, 2])
  first.leave('well')
  expect(happened).toEqual([])
  const fourth = await enter()
  expect(fourth.on).toBe(1)
  second.leave('refused')
  third.leave('well')
  fourth.leave('well')
  expect(happened).toEqual(['given back 2', 'given back 1'])
})

test('nobody goes behind a statement on a connection where none ended well yet, or that does not send ahead', async () => {
  const untried = connectionsOf()
  const [first, second] = [await untried.enter(), await untried.enter()]
  expect([first.on, second.on]).toEqual([1, 2])
  first.leave('refused')
  const [third, fourth] = [await untried.enter(), await untried.enter()]
  expect([third.on, fourth.on]).toEqual([1, 3])
  const older = connectionsOf({ pipeline: false })
  await older.tried()
  expect([(await older.enter()).on, (await older.enter()).on]).toEqual([1, 2])
})

test('a statement that has not ended well on a connection is alone there', async () => {
  const { enter, tried } = connectionsOf()
  await tried()
  const first = await enter('one')
  const [behind, other] = [await enter('one'), await enter('another')]
  expect([first.on, behind.on, other.on]).toEqual([1, 1, 2])
  for (const { leave } of [other, first, behind]) leave('well')
  const untried = await enter('another')
  const [known, next] = [await enter('another'), await enter('another')]
  expect([untried.on, known.on, next.on]).toEqual([1, 2, 2])
})

test('where somebody waits for a connection the line comes to its end', async () => {
  const { enter, tried, state, happened } = connectionsOf()
  await tried()
  const first = await enter()
  state.areWanted = true
  expect((await enter()).on).toBe(2)
  first.leave('well')
  expect(happened).toEqual(['given back 1'])
})

test('nobody goes on a broken connection, and it is thrown away when all on it have ended', async () => {
  const { enter, tried, happened } = connectionsOf()
  await tried()
  const [first, second] = [await enter(), await enter()]
  first.leave('broken')
  expect(happened).toEqual([])
  expect((await enter()).on).toBe(2)
  second.leave('broken')
  expect(happened).toEqual(['thrown away 1'])
})

test('nobody goes on a connection that died while a statement is under way there', async () => {
  const { enter, tried, die } = connectionsOf()
  await tried()
  const first = await enter()
  die(1)
  expect([first.on, (await enter()).on]).toEqual([1, 2])
})
