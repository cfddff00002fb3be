import { globSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { createMessaging } from '@msg/core'
import { sessionCases } from '@msg/testing'
import { expect, test } from 'vitest'
import { sessionVerbs } from '../../../packages/client/src/session-verbs.ts'
import { endpoints } from '../../../packages/contract/src/endpoints.ts'
import { routes } from '../../../packages/contract/src/routes.ts'
import { handlers } from '../../../packages/hono/src/handlers.ts'
import { missingNames } from './verb-names.ts'

/** `{ messages: { send() {} } }` -> `messages.send`. */
const namesIn = (session: object): readonly string[] =>
  Object.entries(session)
    .filter(([noun]) => noun !== 'features' && noun !== 'connection')
    .flatMap(([noun, verbs]) =>
      typeof verbs === 'object' && verbs !== null ? Object.keys(verbs).map((verb) => `${noun}.${verb}`) : [],
    )

const camelCase = (name: string): string => name.replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase())

const verbFiles = globSync('*/!(*.test).ts', {
  cwd: fileURLToPath(new URL('../../../packages/core/src/verbs', import.meta.url)),
})

/** The verbs that are not a request and its answer: they live in core's `delivery` and on the socket. */
const streamed = ['live.subscribe', 'live.watch']

const names = {
  'the session in process': namesIn(createMessaging().as('alice')).filter((verb) => !streamed.includes(verb)),
  'the verb files of core': verbFiles.map((path) => camelCase(path.replace('.ts', '').replace('/', '.'))),
  'the routes of the contract': Object.keys(routes),
  'the endpoints of the contract': Object.keys(endpoints),
  'the handlers of the mount': Object.keys(handlers),
  // oxlint-disable-next-line typescript/no-unsafe-argument -- no request is made: only the names are looked at
  'the lines of the client': namesIn(sessionVerbs({ call: () => {} } as never)),
}

test('every verb is in core, contract, mount and client', () => {
  expect(missingNames(names)).toEqual([])
})

test('every verb is proved by a conformance case, and no case names a verb that does not exist', () => {
  const proved = [...new Set(sessionCases.flatMap(({ proves }) => proves))]
  expect(proved.toSorted()).toEqual([...names['the session in process'], ...streamed].toSorted())
})

test('a verb that one place lacks is found there, and agreement is silence', () => {
  expect(missingNames({ session: ['a', 'b'], endpoints: ['b', 'a'] })).toEqual([])
  expect(missingNames({ session: ['a', 'b'], endpoints: ['b'], client: ['a', 'b', 'c'] })).toEqual([
    'session lacks c',
    'endpoints lacks a',
    'endpoints lacks c',
  ])
})
