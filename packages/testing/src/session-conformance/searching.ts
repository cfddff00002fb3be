import { limits } from '@msg/core'
import type { Processor, Session } from '@msg/core'
import { expect } from 'vitest'
import type { ConformanceCase } from '../conformance-case.ts'
import { expectRefusal } from '../expect-refusal.ts'
import { newId, upTo } from '../factories.ts'
import { project } from '../fake-targets.ts'
import type { SessionContext } from './host.ts'
import { withHost, withTargets, withThree } from './with-sessions.ts'

type Search = Parameters<Session['messages']['search']>[0]

const bodiesOf = async (session: Session, input: Search): Promise<readonly (string | null)[]> =>
  (await session.messages.search(input)).hits.map(({ message }) => message.body)

/** All pages, one after the other. */
const allPages = async (session: Session, input: Search): Promise<readonly (string | null)[]> => {
  const bodies: (string | null)[] = []
  let after: string | null = null
  do {
    const page: Awaited<ReturnType<Session['messages']['search']>> = await session.messages.search({
      ...input,
      ...(after === null ? {} : { after }),
    })
    bodies.push(...page.hits.map(({ message }) => message.body))
    after = page.next
  } while (after !== null)
  return bodies
}

/** A text in each script, what finds it, and what is marked in it. */
const scripts: readonly (readonly [text: string, query: string, marked: readonly string[]])[] = [
  ['Große Straße, große Freude', 'STRASSE', ['Straße']],
  ['Ёлка стоит в лесу', 'ёлка ЛЕСУ', ['Ёлка', 'лесу']],
  ['السلام عليكم يا صديقي', 'صديق', ['صديق']],
  ['בוקר טוב לכולם', 'טוב', ['טוב']],
  ['मैं हिन्दी में लिखता हूँ', 'हिन्दी', ['हिन्दी']],
  ['ฉันชอบกินข้าวผัด', 'ข้าวผัด', ['ข้าวผัด']],
  ['我喜欢吃北京烤鸭', '北京烤鸭', ['北京烤鸭']],
  ['明日の会議は東京です', '東京', ['東京']],
  ['오늘 서울에서 만나요', '서울', ['서울']],
]

/** Texts that mean something elsewhere: here each is found, or is nothing, and none is an error. */
const operators: readonly string[] = [
  '%',
  '_',
  '100%',
  "'; drop table message; --",
  '"quoted"',
  'a & b | !c',
  '<-> :* ()',
  'hello:*',
  '\\',
  "it's\\",
  '*',
  '$1 {{x}}',
  '#0123456789ab.0',
  '\u202eabc',
  '(((((',
  'x'.repeat(limits.query),
  '語'.repeat(limits.query),
  'a '.repeat(limits.query / 2),
]

export const searchingCases: readonly ConformanceCase<SessionContext>[] = [
  {
    name: 'who wrote what is found is among the profiles, also when they have left',
    proves: ['messages.search'],
    run: withThree(async ({ alice, bob }) => {
      const { id: conversationId } = await alice.conversations.startGroup({ userIds: ['bob', 'carol'] })
      await bob.messages.send({ conversationId, body: 'goodbye' })
      await bob.members.leave({ conversationId })
      const { profiles } = await alice.messages.search({ query: 'goodbye', conversationId })
      expect(profiles.map(({ id }) => id)).toEqual(['bob'])
      const everywhere = await alice.messages.search({ query: 'goodbye' })
      expect(everywhere.profiles.map(({ id }) => id).toSorted()).toEqual(['alice', 'bob', 'carol'])
    }),
  },
  {
    name: 'messages with all the words are found, newest first, the last word by its beginning, and marked',
    proves: ['messages.search'],
    run: withThree(async ({ alice, bob }) => {
      const { id: conversationId } = await alice.conversations.startDirect({ userId: 'bob' })
      const bodies = ['Hello world', 'say hello', 'HELLO, World!', 'help the world', 'othello']
      for (const body of bodies) await alice.messages.send({ conversationId, body })
      expect(await bodiesOf(bob, { query: 'hello' })).toEqual(['HELLO, World!', 'say hello', 'Hello world'])
      expect(await bodiesOf(bob, { query: 'hel' })).toEqual([bodies[3], bodies[2], bodies[1], bodies[0]])
      expect(await bodiesOf(bob, { query: 'WORLD hello', conversationId })).toEqual(['HELLO, World!', 'Hello world'])
      expect(await bodiesOf(bob, { query: 'hel world' })).toEqual([])
      expect(await bodiesOf(bob, { query: 'nothing' })).toEqual([])
      const page = await bob.messages.search({ query: 'world hel', limit: 1 })
      expect(page.hits.map(({ ranges }) => ranges)).toEqual([
        [
          { start: 0, end: 3 },
          { start: 9, end: 14 },
        ],
      ])
      expect(page.profiles.map(({ id }) => id).toSorted()).toEqual(['alice', 'bob'])
    }),
  },
  {
    name: 'a search says in which conversations it found something, each once, as I see them; not where it was told',
    proves: ['messages.search'],
    run: withThree(async ({ alice, bob }) => {
      const direct = await alice.conversations.startDirect({ userId: 'bob' })
      const group = await alice.conversations.startGroup({ title: 'Lisbon', userIds: ['bob', 'carol'] })
      const silent = await alice.conversations.startGroup({ title: 'Porto', userIds: ['bob'] })
      for (const { id: conversationId } of [direct, group, group])
        await alice.messages.send({ conversationId, body: 'word' })
      await alice.messages.send({ conversationId: silent.id, body: 'nothing' })
      await bob.members.leave({ conversationId: group.id })
      await alice.conversations.update({ conversationId: group.id, title: 'Since' })
      const { conversations, profiles } = await bob.messages.search({ query: 'word' })
      expect(conversations).toHaveLength(2)
      expect(conversations).toContainEqual(await bob.conversations.get({ conversationId: direct.id }))
      expect(conversations).toContainEqual(await bob.conversations.get({ conversationId: group.id }))
      expect(conversations.map(({ title }) => title)).toContain('Lisbon')
      expect(profiles.map(({ id }) => id).toSorted()).toEqual(['alice', 'bob', 'carol'])
      expect((await bob.messages.search({ query: 'word', conversationId: group.id })).conversations).toEqual([])
    }),
  },
  {
    name: 'search finds words in nine scripts, and marks them in the text as it was sent',
    proves: ['messages.search'],
    run: withThree(async ({ alice, bob }) => {
      const { id: conversationId } = await alice.conversations.startDirect({ userId: 'bob' })
      for (const [body] of scripts) await alice.messages.send({ conversationId, body })
      for (const [body, query, marked] of scripts) {
        const { hits } = await bob.messages.search({ query })
        expect(hits.map(({ message }) => message.body)).toEqual([body])
        expect(hits[0]?.ranges.map(({ start, end }) => body.slice(start, end))).toEqual(marked)
      }
    }),
  },
  {
    name: 'operators, wildcards and quotes of other languages are plain text in a search',
    proves: ['messages.search'],
    run: withThree(async ({ alice, bob }) => {
      const { id: conversationId } = await alice.conversations.startDirect({ userId: 'bob' })
      for (const body of ['a 100% b', 'snake_case it’s', 'plain']) await alice.messages.send({ conversationId, body })
      for (const query of operators) expect(await bodiesOf(bob, { query })).not.toContain('plain')
      expect(await bodiesOf(bob, { query: '100%' })).toEqual(['a 100% b'])
      expect(await bodiesOf(bob, { query: '%' })).toEqual([])
      expect(await bodiesOf(bob, { query: "it's" })).toEqual(['snake_case it’s'])
      expect(await bodiesOf(bob, { query: 'snake_c' })).toEqual(['snake_case it’s'])
    }),
  },
  {
    name: 'search is page by page, each message once, everywhere and in one conversation',
    proves: ['messages.search'],
    run: withThree(async ({ alice, bob, carol }) => {
      const one = await alice.conversations.startDirect({ userId: 'bob' })
      const other = await alice.conversations.startGroup({ userIds: ['bob', 'carol'] })
      const sent: string[] = []
      for (const n of upTo(20)) {
        const conversationId = n % 3 === 0 ? one.id : other.id
        await alice.messages.send({ conversationId, body: `word ${n}` })
        sent.unshift(`word ${n}`)
      }
      const all = await allPages(bob, { query: 'word', limit: 3 })
      expect(all).toHaveLength(20)
      expect(new Set(all)).toEqual(new Set(sent))
      expect(await allPages(bob, { query: 'word', limit: 4, conversationId: one.id })).toEqual(
        sent.filter((_, index) => (20 - index) % 3 === 0),
      )
      const { next } = await bob.messages.search({ query: 'word', limit: 3 })
      const after = next ?? expect.fail('there are more')
      await expectRefusal(carol.messages.search({ query: 'word', after }), 'invalid_cursor')
      await expectRefusal(bob.messages.search({ query: 'word', after, conversationId: one.id }), 'invalid_cursor')
      await expectRefusal(bob.messages.search({ query: 'word', after: 'made-up' }), 'invalid_cursor')
    }),
  },
  {
    name: 'search takes an author, a verb and times',
    proves: ['messages.search'],
    run: withThree(async ({ alice, bob }) => {
      const { id: conversationId } = await alice.conversations.startDirect({ userId: 'bob' })
      const first = await alice.messages.send({ conversationId, body: 'word one' })
      await bob.messages.send({ conversationId, body: 'word two', verb: 'note' })
      const third = await bob.messages.send({ conversationId, body: 'word three' })
      expect(await bodiesOf(alice, { query: 'word', authorId: 'bob' })).toEqual(['word three', 'word two'])
      expect(await bodiesOf(alice, { query: 'word', verb: 'note' })).toEqual(['word two'])
      expect(await bodiesOf(alice, { query: 'word', authorId: 'carol' })).toEqual([])
      expect(await bodiesOf(alice, { query: 'word', createdTo: first.createdAt })).toEqual([])
      expect(await bodiesOf(alice, { query: 'word', createdFrom: first.createdAt })).toHaveLength(3)
      const later = new Date(Date.parse(third.createdAt) + 1).toISOString()
      expect(await bodiesOf(alice, { query: 'word', createdFrom: later, conversationId })).toEqual([])
      expect(await bodiesOf(alice, { query: 'word', createdTo: later, conversationId })).toHaveLength(3)
    }),
  },
  {
    name: 'an edited message is found by its new words, a retracted, hidden or cleared one by none',
    proves: ['messages.search', 'messages.edit', 'messages.retract', 'messages.hide', 'inbox.clear'],
    run: withThree(async ({ alice, bob }) => {
      const { id: conversationId } = await alice.conversations.startDirect({ userId: 'bob' })
      const { id: messageId } = await alice.messages.send({ conversationId, body: 'before' })
      const taken = await alice.messages.send({ conversationId, body: 'retracted' })
      const cleared = await alice.messages.send({ conversationId, body: 'cleared' })
      const hidden = await alice.messages.send({ conversationId, body: 'hidden' })
      await alice.messages.edit({ messageId, body: 'after' })
      await alice.messages.retract({ messageId: taken.id })
      await bob.messages.hide({ messageId: hidden.id })
      await bob.inbox.clear({ conversationId, seq: cleared.seq })
      await alice.messages.send({ conversationId, body: 'cleared later' })
      expect(await bodiesOf(bob, { query: 'before' })).toEqual([])
      expect(await bodiesOf(alice, { query: 'after' })).toEqual(['after'])
      for (const where of [{}, { conversationId }]) {
        expect(await bodiesOf(bob, { query: 'cleared', ...where })).toEqual(['cleared later'])
        expect(await bodiesOf(bob, { query: 'after', ...where })).toEqual([])
      }
      expect(await bodiesOf(bob, { query: 'retracted' })).toEqual([])
      expect(await bodiesOf(bob, { query: 'hidden' })).toEqual([])
      expect(await bodiesOf(alice, { query: 'hidden' })).toEqual(['hidden'])
    }),
  },
  {
    name: 'who left finds what was edited before, by its words, and not by those it has since',
    proves: ['messages.search', 'messages.edit'],
    run: withThree(async ({ alice, bob }) => {
      const { id: conversationId } = await alice.conversations.startGroup({ userIds: ['bob', 'carol'] })
      const { id: messageId } = await alice.messages.send({ conversationId, body: 'apple' })
      await alice.messages.edit({ messageId, body: 'banana' })
      await bob.members.leave({ conversationId })
      expect(await bodiesOf(bob, { query: 'banana', conversationId })).toEqual(['banana'])
      expect(await bodiesOf(bob, { query: 'apple', conversationId })).toEqual([])
      await alice.messages.edit({ messageId, body: 'cherry' })
      expect(await bodiesOf(bob, { query: 'cherry', conversationId })).toEqual([])
      expect(await bodiesOf(alice, { query: 'cherry', conversationId })).toEqual(['cherry'])
    }),
  },
  {
    name: 'nothing is found that could not be opened: strangers and removed find nothing, who left finds up to there',
    proves: ['messages.search'],
    run: withThree(async ({ alice, bob, carol }) => {
      const { id: conversationId } = await alice.conversations.startGroup({ userIds: ['bob', 'dave'] })
      const edited = await alice.messages.send({ conversationId, body: 'word edited' })
      await alice.messages.send({ conversationId, body: 'word early' })
      await bob.members.leave({ conversationId })
      await alice.messages.edit({ messageId: edited.id, body: 'word since' })
      await alice.messages.send({ conversationId, body: 'word late' })
      for (const where of [{}, { conversationId }]) {
        expect(await bodiesOf(bob, { query: 'word', ...where })).toEqual(['word early'])
        expect(await bodiesOf(bob, { query: 'since', ...where })).toEqual([])
        expect(await bodiesOf(alice, { query: 'word', ...where })).toHaveLength(3)
      }
      expect(await bodiesOf(carol, { query: 'word' })).toEqual([])
      await expectRefusal(carol.messages.search({ query: 'word', conversationId }), 'not_found')
      await expectRefusal(carol.messages.search({ query: '%', conversationId }), 'not_found')
      await expectRefusal(alice.messages.search({ query: 'word', conversationId: newId() }), 'not_found')
      await alice.members.remove({ conversationId, userId: 'bob' })
      expect(await bodiesOf(bob, { query: 'word' })).toEqual([])
      await expectRefusal(bob.messages.search({ query: 'word', conversationId }), 'not_found')
      await alice.members.add({ conversationId, userIds: ['bob'] })
      expect(await bodiesOf(bob, { query: 'word' })).toHaveLength(3)
    }),
  },
  {
    name: 'a public room is searched by everybody when it is named, and among all only by those who are in it',
    proves: ['messages.search'],
    run: withThree(async ({ alice, bob, carol }) => {
      const { id: conversationId } = await alice.conversations.openRoom({})
      await alice.messages.send({ conversationId, body: 'word one' })
      await bob.members.join({ conversationId })
      await bob.members.leave({ conversationId })
      await alice.messages.send({ conversationId, body: 'word two' })
      for (const session of [alice, bob, carol])
        expect(await bodiesOf(session, { query: 'word', conversationId })).toEqual(['word two', 'word one'])
      expect(await bodiesOf(alice, { query: 'word' })).toEqual(['word two', 'word one'])
      expect(await bodiesOf(bob, { query: 'word' })).toEqual(['word one'])
      expect(await bodiesOf(carol, { query: 'word' })).toEqual([])
      await alice.conversations.update({ conversationId, visibility: 'private' })
      await expectRefusal(carol.messages.search({ query: 'word', conversationId }), 'not_found')
      expect(await bodiesOf(bob, { query: 'word', conversationId })).toEqual(['word one'])
      await alice.conversations.delete({ conversationId })
      for (const session of [alice, bob]) {
        expect(await bodiesOf(session, { query: 'word' })).toEqual([])
        await expectRefusal(session.messages.search({ query: 'word', conversationId }), 'not_found')
      }
    }),
  },
  {
    name: 'a channel is searched by those who may view its target, for as long as they may, when it is named',
    proves: ['messages.search'],
    run: withTargets(async ({ targets, alice, bob, carol }) => {
      targets.grant('alice', '1', 'view', 'post')
      targets.grant('bob', '1', 'view')
      const { message } = await alice.messages.sendToTarget({ target: project('1'), body: 'word' })
      const { conversationId } = message
      expect(await bodiesOf(bob, { query: 'word', conversationId })).toEqual(['word'])
      expect(await bodiesOf(alice, { query: 'word' })).toEqual([])
      await expectRefusal(carol.messages.search({ query: 'word', conversationId }), 'not_found')
      targets.revoke('bob', '1', 'view')
      await expectRefusal(bob.messages.search({ query: 'word', conversationId }), 'not_found')
      targets.grant('alice', '1', 'moderate')
      await alice.messages.purge({ messageId: message.id })
      expect(await bodiesOf(alice, { query: 'word', conversationId })).toEqual([])
    }),
  },
  {
    name: 'a message is found by the text that is kept, not by the one that came in',
    proves: ['messages.search', 'messages.send', 'messages.edit'],
    run: async (context) => {
      const censor: Processor = {
        name: 'censor',
        process: (draft) => ({ ...draft, body: draft.body.replaceAll('darn', 'dear') }),
      }
      await withHost(context, { processors: [censor] }, async (session) => {
        const alice = await session('alice')
        const { id: conversationId } = await alice.conversations.startDirect({ userId: 'bob' })
        const { id: messageId } = await alice.messages.send({ conversationId, body: 'darn it' })
        expect(await bodiesOf(alice, { query: 'darn' })).toEqual([])
        expect(await bodiesOf(alice, { query: 'dear' })).toEqual(['dear it'])
        await alice.messages.edit({ messageId, body: 'oh darn' })
        expect(await bodiesOf(alice, { query: 'darn' })).toEqual([])
        expect(await bodiesOf(alice, { query: 'oh dear' })).toEqual(['oh dear'])
      })
    },
  },
]
