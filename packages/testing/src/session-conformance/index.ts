import { describe, test } from 'vitest'
import type { ConformanceCase } from '../conformance-case.ts'
import { conversationCases } from './conversations.ts'
import { editingCases } from './editing.ts'
import type { OpenSessionHost, SessionContext } from './host.ts'
import { inputCases } from './input.ts'
import { liveCases } from './live.ts'
import { managingCases } from './managing.ts'
import { memberCases } from './members.ts'
import { idCases, messageCases } from './messages.ts'
import { peopleCases } from './people.ts'
import { reactionCases } from './reactions.ts'
import { readingCases } from './reading.ts'
import { searchingCases } from './searching.ts'

/** Everything a `Session` promises, whatever it runs on. */
export const sessionCases: readonly ConformanceCase<SessionContext>[] = [
  ...conversationCases,
  ...memberCases,
  ...managingCases,
  ...messageCases,
  ...idCases,
  ...editingCases,
  ...reactionCases,
  ...readingCases,
  ...searchingCases,
  ...peopleCases,
  ...liveCases,
  ...inputCases,
]

/** Puts an implementation of `Session` to the test; call it in a vitest file. */
export const sessionConformance = (name: string, open: OpenSessionHost): void => {
  describe(`session conformance: ${name}`, () => {
    for (const { name: sentence, run } of sessionCases) test(sentence, () => run({ open }))
  })
}
