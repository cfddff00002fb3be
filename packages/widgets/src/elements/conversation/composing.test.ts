import { expect, test } from 'vitest'
import { rowWith } from '../../../test/support/row.ts'
import { aboutShown } from './composing.ts'

const row = rowWith({ body: 'lunch\non friday?' })

test('a message that is answered is shown in one line with its author, whom nobody tells their own name', () => {
  const about = (me: string) => aboutShown({ type: 'reply', row }, { snapshot: null, me, loaded: () => {} })
  expect(about('ben')).toEqual({ type: 'reply', name: 'ana', text: 'lunch on friday?' })
  expect(about('ana')).toEqual({ type: 'reply', name: null, text: 'lunch on friday?' })
})
