import type {
  Change,
  Claim,
  ImportBatch,
  ImportResult,
  KeepClaimInput,
  ReleaseClaimInput,
  Session,
  TakeClaimInput,
} from '@msg/core'
import { errorStatus } from '@msg/core'
import type * as z from 'zod'
import { describe, expect, expectTypeOf, it } from 'vitest'
import {
  documents,
  hasBody,
  endpoints,
  errorCodes,
  pathFields,
  places,
  routes,
  servicePlaces,
  verbs,
} from '../src/index.ts'
import type { ChangesFrame, Config, Input, Output, Route, SignalsFrame, Verb } from '../src/index.ts'
import type { changesFrame, signalsFrame } from '../src/schemas/frames.ts'
import type * as models from '../src/schemas/models.ts'
import type * as services from '../src/schemas/services.ts'

type DeepReadonly<T> = T extends object ? { readonly [K in keyof T]: DeepReadonly<T[K]> } : T
type Answers<S extends z.ZodType> = DeepReadonly<z.infer<S>>

type PathField<P extends string> = P extends `${string}:${infer F}/${infer Rest}`
  ? F | PathField<`/${Rest}`>
  : P extends `${string}:${infer F}`
    ? F
    : never
type Fields<R extends Route> =
  | PathField<R['path']>
  | keyof R['query']
  | R['body'][number]
  | (R extends { readonly file: infer F } ? F : never)
type Known<I> = string extends keyof I ? never : keyof I
/** The verbs whose route misses a field of their input, or has one too many: there must be none. */
type Incomplete = {
  [V in Verb]: [Fields<(typeof routes)[V]>, Known<Input<V>>] extends [Known<Input<V>>, Fields<(typeof routes)[V]>]
    ? never
    : V
}[Verb]

describe('the table', () => {
  it('has every verb of Session but live.subscribe and live.watch, which the socket serves', () => {
    expectTypeOf<Verb>().toEqualTypeOf<keyof typeof routes>()
    expectTypeOf<`messages.${keyof Session['messages']}`>().toExtend<Verb>()
    expect(verbs).toHaveLength(Object.keys(endpoints).length)
    for (const streamed of ['live.subscribe', 'live.watch']) expect(verbs).not.toContain(streamed)
  })

  it('says of every field of every input where it travels', () => {
    expectTypeOf<Incomplete>().toEqualTypeOf<never>()
    for (const verb of verbs) {
      const route: Route = routes[verb]
      const fields = [
        ...pathFields(route.path),
        ...Object.keys(route.query),
        ...route.body,
        ...(route.file === undefined ? [] : [route.file]),
      ]
      expect([...new Set(fields)]).toEqual(fields)
    }
  })

  it('has answers that are exactly the types of core', () => {
    expectTypeOf<Answers<typeof models.conversation>>().toEqualTypeOf<DeepReadonly<Output<'conversations.get'>>>()
    expectTypeOf<Answers<typeof models.message>>().toEqualTypeOf<DeepReadonly<Output<'messages.send'>>>()
    expectTypeOf<Answers<typeof models.messagePage>>().toEqualTypeOf<DeepReadonly<Output<'messages.list'>>>()
    expectTypeOf<Answers<typeof models.memberPage>>().toEqualTypeOf<DeepReadonly<Output<'members.list'>>>()
    expectTypeOf<Answers<typeof models.addedMembers>>().toEqualTypeOf<DeepReadonly<Output<'members.add'>>>()
    expectTypeOf<Answers<typeof models.inboxPage>>().toEqualTypeOf<DeepReadonly<Output<'inbox.list'>>>()
    expectTypeOf<Answers<typeof models.unread>>().toEqualTypeOf<DeepReadonly<Output<'inbox.unread'>>>()
    expectTypeOf<Answers<typeof models.receipt>>().toEqualTypeOf<DeepReadonly<Output<'receipts.markRead'>>>()
    expectTypeOf<Answers<typeof models.cleared>>().toEqualTypeOf<DeepReadonly<Output<'inbox.clear'>>>()
    expectTypeOf<Answers<typeof models.muted>>().toEqualTypeOf<DeepReadonly<Output<'inbox.mute'>>>()
    expectTypeOf<Answers<typeof models.unreadPage>>().toEqualTypeOf<
      DeepReadonly<Output<'inbox.unreadByConversation'>>
    >()
    expectTypeOf<Answers<typeof models.receiptPage>>().toEqualTypeOf<DeepReadonly<Output<'receipts.list'>>>()
    expectTypeOf<Answers<typeof models.readList>>().toEqualTypeOf<DeepReadonly<Output<'receipts.reads'>>>()
    expectTypeOf<Answers<typeof models.personList>>().toEqualTypeOf<DeepReadonly<Output<'people.get'>>>()
    expectTypeOf<Answers<typeof models.contactPage>>().toEqualTypeOf<DeepReadonly<Output<'people.contacts'>>>()
    expectTypeOf<Answers<typeof models.blockPage>>().toEqualTypeOf<DeepReadonly<Output<'people.blocked'>>>()
    expectTypeOf<Answers<typeof models.erasedAccount>>().toEqualTypeOf<DeepReadonly<Output<'account.erase'>>>()
    expectTypeOf<Answers<typeof models.exportPage>>().toEqualTypeOf<DeepReadonly<Output<'account.export'>>>()
    expectTypeOf<Answers<typeof models.changePage>>().toEqualTypeOf<DeepReadonly<Output<'live.read'>>>()
    expectTypeOf<Answers<typeof models.change>>().toEqualTypeOf<DeepReadonly<Change>>()
    expectTypeOf<Answers<typeof signalsFrame>>().toEqualTypeOf<DeepReadonly<SignalsFrame>>()
    expectTypeOf<Answers<typeof models.typed>>().toEqualTypeOf<DeepReadonly<Output<'live.typing'>>>()
    expectTypeOf<Answers<typeof changesFrame>>().toEqualTypeOf<DeepReadonly<ChangesFrame>>()
    expectTypeOf<Answers<typeof services.importResult>>().toEqualTypeOf<DeepReadonly<ImportResult>>()
    expectTypeOf<Config['limits']['body']>().toEqualTypeOf<number>()
  })

  it('has inputs that are exactly the types of core', () => {
    type Taken<V extends Verb> = DeepReadonly<z.output<(typeof endpoints)[V]['input']>>
    expectTypeOf<Taken<'messages.send'>>().toEqualTypeOf<DeepReadonly<Input<'messages.send'>>>()
    expectTypeOf<DeepReadonly<z.output<typeof services.importBatch>>>().toEqualTypeOf<DeepReadonly<ImportBatch>>()
    expectTypeOf<DeepReadonly<z.output<typeof services.takeClaim>>>().toEqualTypeOf<TakeClaimInput>()
    expectTypeOf<DeepReadonly<z.output<typeof services.keepClaim>>>().toEqualTypeOf<KeepClaimInput>()
    expectTypeOf<DeepReadonly<z.output<typeof services.releaseClaim>>>().toEqualTypeOf<ReleaseClaimInput>()
    expectTypeOf<Answers<typeof services.takenClaim>>().toEqualTypeOf<{ readonly claim: Claim | null }>()
    expectTypeOf<Taken<'messages.list'>>().toEqualTypeOf<DeepReadonly<Input<'messages.list'>>>()
  })

  it('has no two endpoints at one method and path', () => {
    const tables = [routes, places, servicePlaces, documents].flatMap((table) =>
      Object.values<Pick<Route, 'method' | 'path'>>(table),
    )
    const all = tables.map(({ method, path }) => `${method} ${path}`)
    expect(new Set(all).size).toBe(all.length)
  })

  it('changes nothing on GET', () => {
    const gets = Object.values<Route>(routes).filter(({ method }) => method === 'GET')
    expect(gets.map(({ effect }) => effect)).toEqual(gets.map(() => 'read'))
    expect(gets.flatMap(({ body }) => body)).toEqual([])
  })

  it('names only codes of the error table, each verb its own before those that any may answer', () => {
    for (const verb of verbs) {
      for (const code of errorCodes(verb)) expect(errorStatus).toHaveProperty(code)
      expect(errorCodes(verb)).toContain('unauthenticated')
      expect(errorCodes(verb).includes('too_large')).toBe(hasBody(routes[verb]) || 'file' in routes[verb])
    }
  })
})
