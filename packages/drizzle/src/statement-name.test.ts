import { expect, test } from 'vitest'
import { statementName } from './statement-name.ts'

test('a statement is named by the published vectors of FNV-1a', () => {
  expect(['', 'a', 'foobar'].map(statementName)).toEqual([
    'msg_cbf29ce484222325',
    'msg_af63dc4c8601ec8c',
    'msg_85944171f73967e8',
  ])
})
