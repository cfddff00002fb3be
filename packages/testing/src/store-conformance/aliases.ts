import { expect } from 'vitest'
import type { ConformanceCase } from '../conformance-case.ts'
import { newId, upTo } from '../factories.ts'
import type { StoreContext } from './context.ts'
import { withStore } from './context.ts'

const byNumber = (aliases: readonly { readonly number: number; readonly id: string }[]): readonly string[] =>
  aliases.toSorted((a, b) => a.number - b.number).map(({ id }) => id)

export const aliasCases: readonly ConformanceCase<StoreContext>[] = [
  {
    name: 'an id has one number for ever on each surface, and the number leads back to it',
    proves: ['alias', 'aliased'],
    run: withStore(async (store) => {
      const [one = '', two = '', three = ''] = upTo(3).map(newId).toSorted()
      const ids = [two, three, one]
      const first = await store.alias('messages', [...ids, two])
      expect(byNumber(first)).toEqual(ids)
      expect(first.map(({ number }) => number).toSorted((a, b) => a - b)).toEqual([1, 2, 3])
      const later = newId()
      expect(await store.alias('messages', [later])).toEqual([{ id: later, number: 4 }])
      expect(byNumber(await store.alias('messages', [...ids, later, later]))).toEqual([...ids, later])
      expect(await store.alias('users', [later])).toEqual([{ id: later, number: 1 }])
      expect(await store.aliased('messages', [4, 4, 5, 0, -1])).toEqual([{ id: later, number: 4 }])
      expect(await store.alias('messages', [])).toEqual([])
    }),
  },
  {
    name: 'of many who ask for the number of an id all get the same',
    proves: ['alias'],
    run: withStore(async (store) => {
      const ids = upTo(20).map(newId)
      const answers = await Promise.all(upTo(8).map((n) => store.alias('messages', ids.slice(n, n + 12))))
      const numbers = new Map<string, number>()
      for (const { id, number } of answers.flat()) {
        expect(numbers.get(id) ?? number).toBe(number)
        numbers.set(id, number)
      }
      expect(new Set(numbers.values()).size).toBe(numbers.size)
      expect([...numbers.values()].toSorted((a, b) => a - b)).toEqual(upTo(numbers.size))
    }),
  },
  {
    name: 'a claimed number stays its id, what clashes is told and changes nothing, new numbers come above',
    proves: ['claimAliases', 'alias', 'aliased'],
    run: withStore(async (store) => {
      const [one = '', two = '', three = ''] = upTo(3).map(newId)
      expect(
        await store.claimAliases('messages', [
          { id: one, number: 1_337 },
          { id: two, number: 42 },
        ]),
      ).toEqual([])
      expect(await store.claimAliases('messages', [{ id: one, number: 1_337 }])).toEqual([])
      expect(
        await store.claimAliases('messages', [
          { id: three, number: 42 },
          { id: one, number: 43 },
        ]),
      ).toEqual([42, 43])
      expect(await store.aliased('messages', [42, 43, 1_337])).toHaveLength(2)
      expect(await store.alias('messages', [three])).toEqual([{ id: three, number: 1_338 }])
      expect(await store.alias('messages', [one])).toEqual([{ id: one, number: 1_337 }])
    }),
  },
]
