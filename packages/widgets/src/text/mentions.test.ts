import { expect, test } from 'vitest'
import { mentionAt, mentionedIn, peopleFor, splitMentions } from './mentions.ts'

const person = (id: string, displayName: string, username?: string) => ({
  id,
  displayName,
  isActive: true,
  ...(username === undefined ? {} : { username }),
})
const [ana, ben, benny] = [
  person('ana', 'Ana Braga'),
  person('ben', 'Ben Okri', 'okri7'),
  person('benny', 'Ben Okri Jr'),
]

test('a name is being written after an @ at the beginning of a word', () => {
  expect(mentionAt('hello @an', 9)).toEqual({ from: 6, query: 'an' })
  expect(mentionAt('@', 1)).toEqual({ from: 0, query: '' })
  expect(mentionAt('(@Ana Br', 8)).toEqual({ from: 1, query: 'Ana Br' })
  expect(mentionAt('ana@example.org', 15)).toBeNull()
  expect(mentionAt('@ana\nnext', 9)).toBeNull()
  expect(mentionAt('@ana and more', 4)).toEqual({ from: 0, query: 'ana' })
})

test('people are found by any word of their name, and by their username', () => {
  const people = [ana, ben, benny]
  expect(peopleFor(people, 'bR').map(({ id }) => id)).toEqual(['ana'])
  expect(peopleFor(people, 'okri7').map(({ id }) => id)).toEqual(['ben'])
  expect(peopleFor(people, 'ben okri').map(({ id }) => id)).toEqual(['ben', 'benny'])
  expect(peopleFor(people, '')).toHaveLength(3)
})

test('only those are mentioned whose name is still there', () => {
  expect(mentionedIn('thanks @Ana Braga!', [ana, ben])).toEqual(['ana'])
})

test('a mention stands out from the rest, the longer name first', () => {
  expect(splitMentions('a @Ben Okri Jr, @Ben Okri @nobody', [ben, benny])).toEqual([
    { text: 'a ', userId: null },
    { text: '@Ben Okri Jr', userId: 'benny' },
    { text: ', ', userId: null },
    { text: '@Ben Okri', userId: 'ben' },
    { text: ' @', userId: null },
    { text: 'nobody', userId: null },
  ])
  expect(splitMentions('plain', [ben])).toEqual([{ text: 'plain', userId: null }])
})
