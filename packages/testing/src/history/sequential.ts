import { isMsgError } from '@msg/core'
import type { CallOptions, ClientErrorCode, Session } from '@msg/core'
import { expect } from 'vitest'
import { emptyOracle } from '../oracle/state.ts'
import { masked, mintedId } from '../oracle/outcome.ts'
import type { Expected } from '../oracle/outcome.ts'
import { pickFrom } from '../oracle/verb.ts'
import type { OracleCall } from '../oracle/verb.ts'
import { copyOf } from './client-copy.ts'
import { actorOf, people, verbOf } from './command.ts'
import type { Command } from './command.ts'
import { assertErased } from './assert-erased.ts'
import { assertLists } from './assert-lists.ts'
import { assertCaughtUp, assertUnread, assertViews } from './assert-views.ts'
import type { Look, Sessions } from './look.ts'
import { same } from './same.ts'

/** How a history is judged. */
export interface HistoryMode {
  /** Calls are tried again until their outcome is known: whether an answer repeats an earlier one is then left open. */
  readonly retried?: boolean
}

/** Runs commands one after the other on the system and the oracle; throws with the story at the first difference. */
export const runHistory = async (
  sessions: Sessions,
  commands: readonly Command[],
  { retried = false }: HistoryMode = {},
): Promise<void> => {
  const state = emptyOracle(people)
  const story: string[] = []
  try {
    const looks: Look[] = []
    for (const command of commands) {
      const session = await sessions(actorOf(command))
      const verb = verbOf(command)
      if (verb === null) {
        story.push(`${session.me} looks`)
        looks.push(await lookOf(session, state.log.length))
        continue
      }
      const call = verb.plan(state, session.me, pickFrom(command.draws))
      story.push(`${call.actor} ${verb.name} ${JSON.stringify(call.input)}`)
      await settle(await sessions(call.actor), call, retried)
      if (!retried) await assertUnread(state, sessions)
    }
    story.push('the end: what everybody sees')
    await assertViews(state, sessions)
    if (!retried) await assertLists(state, sessions)
    for (const [index, look] of looks.entries()) await assertCaughtUp(state, { look, live: index === looks.length - 1 })
    const erased = people.users[commands.length % people.users.length] ?? ''
    story.push(`the end of ${erased}`)
    if (!retried) await assertErased(state, sessions, erased)
  } catch (error) {
    throw new Error(`${story.join('\n')}\n${error instanceof Error ? error.message : String(error)}`, { cause: error })
  }
}

const lookOf = async (session: Session, mark: number): Promise<Look> => {
  const { cursor } = await session.live.read()
  return { userId: session.me, cursor, mark, copy: await copyOf(session) }
}

/** Calls the system, then the oracle; compares. */
const settle = async (session: Session, call: OracleCall, retried: boolean): Promise<void> => {
  let replayed = false
  const options: CallOptions = { onReplay: () => (replayed = true) }
  const got = await call.run(session, options).then(
    (answer) => ({ answer }),
    (error: unknown) => ({ error }),
  )
  const expected = call.expect('answer' in got ? mintedId(got.answer) : 'nobody minted an id')
  if ('error' in got) {
    if (retried && 'answer' in expected && codeOf(got.error) === call.repeated) return
    return assertRefusal(got.error, expected)
  }
  if (!('answer' in expected)) return expect.fail(`expected ${expected.code}, got an answer`)
  const [answer, right] = [got.answer, expected.answer].map((value) => masked(retried ? withoutAdded(value) : value))
  same(answer, right, 'the answer')
  if (!retried) same(replayed, expected.replayed ?? false, 'whether it was a repeat')
}

/** Who was added is told by the try that added them, whose answer may have been lost. */
const withoutAdded = (answer: unknown): unknown =>
  typeof answer === 'object' && answer !== null && 'added' in answer ? { ...answer, added: [] } : answer

const codeOf = (error: unknown): ClientErrorCode | null => (isMsgError(error) ? error.code : null)

const assertRefusal = (error: unknown, expected: Expected): void => {
  if (!isMsgError(error)) throw error
  const { code, reason } = error
  if ('answer' in expected) return expect.fail(`expected an answer, got ${code} ${reason ?? ''} (${error.message})`)
  same({ code, reason }, { code: expected.code, reason: expected.reason }, 'the refusal')
}
