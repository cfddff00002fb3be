import { inputOf } from '../../rules/input.ts'
import type { NoInput, Unread } from '../../session.ts'
import type { Verb } from '../context.ts'

const read = inputOf({})

export const unread: Verb<NoInput, Unread> = async ({ store, me }, input) => {
  read(input)
  return store.unread(me)
}
