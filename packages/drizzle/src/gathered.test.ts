import { expect, test } from 'vitest'
import { gathered } from './gathered.ts'

/** Questions as they were put together, each answered by hand. */
const byHand = (most?: number) => {
  const put: { readonly asked: readonly number[]; answer(with_: readonly string[] | Error): void }[] = []
  const ask = gathered<number, string>(
    (asked) =>
      new Promise((resolve, reject) => {
        put.push({ asked, answer: (with_) => (with_ instanceof Error ? reject(with_) : resolve(with_)) })
      }),
    most,
  )
  return { put, ask }
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

test('what is asked in one turn is asked together, and so is what is asked until the answer', async () => {
  const { put, ask } = byHand()
  const first = [ask(1), ask(2)]
  await turn()
  const next = [ask(3), ask(4), ask(5)]
  await turn()
  expect(put.map(({ asked }) => asked)).toEqual([[1, 2]])
  put[0]?.answer(['one', 'two'])
  expect(await Promise.all(first)).toEqual(['one', 'two'])
  await turn()
  expect(put[1]?.asked).toEqual([3, 4, 5])
  put[1]?.answer(['three', 'four', 'five'])
  expect(await Promise.all(next)).toEqual(['three', 'four', 'five'])
  const last = ask(6)
  await turn()
  put[2]?.answer(['six'])
  expect(await last).toBe('six')
})

test('no more than so many are asked together', async () => {
  const { put, ask } = byHand(2)
  const all = [ask(1), ask(2), ask(3)]
  await turn()
  put[0]?.answer(['one', 'two'])
  await turn()
  expect(put.map(({ asked }) => asked)).toEqual([[1, 2], [3]])
  put[1]?.answer(['three'])
  expect(await Promise.all(all)).toEqual(['one', 'two', 'three'])
})

test('what is asked together fails together, also of too few answers, and the next is asked all the same', async () => {
  const { put, ask } = byHand()
  for (const failure of [new Error('lost'), ['one']] as const) {
    const both = Promise.allSettled([ask(1), ask(2)])
    await turn()
    put.at(-1)?.answer(failure)
    expect((await both).map(({ status }) => status)).toEqual(['rejected', 'rejected'])
  }
  const next = ask(3)
  await turn()
  put.at(-1)?.answer(['three'])
  expect(await next).toBe('three')
})
