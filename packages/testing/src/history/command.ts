import * as fc from 'fast-check'
import { oracleVerbs } from '../oracle/verbs/index.ts'
import type { OraclePeople } from '../oracle/state.ts'
import type { OracleVerb } from '../oracle/verb.ts'

/** One step of a history: numbers only, so that it can be made smaller; what they mean depends on the state. */
export interface Command {
  /** A verb's name, or `look`: the actor keeps a cursor and a copy of what they see, to catch up from later. */
  readonly verb: string
  readonly actor: number
  readonly draws: readonly number[]
}

/** The people of every history. */
export const people: OraclePeople = {
  users: ['ann', 'ben', 'cat', 'dan'],
  nobodies: ['nobody', 'inactive-ivy'],
  mayContact: (viewer, other) => !(viewer === 'ben' && other === 'dan'),
}

/** The user a command is done by. */
export const actorOf = ({ actor }: Command): string => people.users[actor % people.users.length] ?? ''

/** The verb a command calls; null for a look. */
export const verbOf = ({ verb }: Command, verbs: readonly OracleVerb[] = oracleVerbs): OracleVerb | null =>
  verbs.find(({ name }) => name === verb) ?? null

const look = { name: 'look', weight: 4 }

/** Who is in what, and what they may do: where decisions about others race. */
export const memberVerbs: readonly string[] = oracleVerbs
  .map(({ name }) => name)
  .filter((name) => name.startsWith('conversations.') || name.startsWith('members.'))

/** Histories of up to 80 commands, 40 on average, of all verbs or of some. */
export const historiesOf = (names?: readonly string[]): fc.Arbitrary<readonly Command[]> => {
  const verbs = [...oracleVerbs.filter(({ name }) => names?.includes(name) ?? true), look]
  const anyCommand = fc.record({
    verb: fc.oneof(...verbs.map(({ name, weight }) => ({ arbitrary: fc.constant(name), weight }))),
    actor: fc.nat({ max: people.users.length - 1 }),
    draws: fc.array(fc.nat({ max: 9_999 }), { minLength: 8, maxLength: 8 }),
  })
  return fc.array(anyCommand, { maxLength: 80, size: 'max' })
}

/** Histories of all verbs. */
export const anyHistory = historiesOf()
