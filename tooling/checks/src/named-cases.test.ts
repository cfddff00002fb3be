import { directoryCases, notifierCases, sessionCases, storeCases } from '@msg/testing'
import { expect, test } from 'vitest'
import { unprovedRules } from './named-cases.ts'
import { read } from './workspace.ts'

const suites: Readonly<Record<string, readonly { readonly name: string }[]>> = {
  session: sessionCases,
  store: storeCases,
  directory: directoryCases,
  notifier: notifierCases,
}
const known = Object.values(suites).flatMap((cases) => cases.map(({ name }) => name))

test('every rule of docs/rules.md is proved by conformance cases that exist', () => {
  const text = read('docs/rules.md')
  expect(text).toContain('| rule | proved by |')
  expect(unprovedRules(text, known)).toEqual([])
})

test.each(Object.entries(suites))('no two cases of the %s suite have one name', (_, cases) => {
  const names = cases.map(({ name }) => name)
  expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([])
})

test('a rule without a case, and a case that does not exist, are found', () => {
  const table = ['| rule | proved by |', '|---|---|', '| one | a · b |', '| two | |', '| three | c |'].join('\n')
  expect(unprovedRules(table, ['a', 'c'])).toEqual(['no conformance case is called: b', 'nothing proves: two'])
})
