import { describe, test } from 'vitest'
import type { ConformanceCase } from '../conformance-case.ts'
import { accountErasureCases } from './account-erasure.ts'
import { accountCases } from './account.ts'
import { browsingCases } from './browsing.ts'
import { channelCases } from './channels.ts'
import { audienceCases } from './audiences.ts'
import { blockingCases } from './blocking.ts'
import { conversationCases } from './conversations.ts'
import { editingCases } from './editing.ts'
import { erasingCases } from './erasing.ts'
import { featureCases } from './features.ts'
import { groupExamples } from './groups-by-example.ts'
import type { OpenSessionHost, SessionContext } from './host.ts'
import { inputCases } from './input.ts'
import { liveCases } from './live.ts'
import { managingCases } from './managing.ts'
import { memberCases } from './members.ts'
import { meanwhileCases } from './meanwhile.ts'
import { idCases, messageCases } from './messages.ts'
import { attachmentCases } from './attachments.ts'
import { inboxFilterCases } from './inbox-filters.ts'
import { ownViewCases } from './own-view.ts'
import { pageCases } from './pages.ts'
import { peopleCases } from './people.ts'
import { policyCases } from './policies.ts'
import { processorCases } from './processors.ts'
import { reactionCases } from './reactions.ts'
import { readingCases } from './reading.ts'
import { anyTextCases } from './any-text.ts'
import { filteringCases } from './filtering.ts'
import { neighbourCases } from './neighbours.ts'
import { searchingCases } from './searching.ts'
import { typingCases } from './typing.ts'
import { receiptCases } from './receipts.ts'
import { sendingToPeopleCases } from './sending-to-people.ts'
import { newcomerCases } from './sending-with-newcomers.ts'
import { roomCases } from './rooms.ts'
import { targetRoomCases } from './target-rooms.ts'
import { watchingCases } from './watching.ts'
import { workedExamples } from './worked-examples.ts'

/** Everything a `Session` promises, whatever it runs on. */
export const sessionCases: readonly ConformanceCase<SessionContext>[] = [
  ...conversationCases,
  ...memberCases,
  ...managingCases,
  ...messageCases,
  ...idCases,
  ...sendingToPeopleCases,
  ...newcomerCases,
  ...workedExamples,
  ...groupExamples,
  ...editingCases,
  ...reactionCases,
  ...readingCases,
  ...searchingCases,
  ...neighbourCases,
  ...filteringCases,
  ...anyTextCases,
  ...receiptCases,
  ...ownViewCases,
  ...inboxFilterCases,
  ...pageCases,
  ...attachmentCases,
  ...roomCases,
  ...targetRoomCases,
  ...channelCases,
  ...browsingCases,
  ...erasingCases,
  ...peopleCases,
  ...blockingCases,
  ...accountCases,
  ...accountErasureCases,
  ...liveCases,
  ...policyCases,
  ...meanwhileCases,
  ...processorCases,
  ...featureCases,
  ...typingCases,
  ...watchingCases,
  ...audienceCases,
  ...inputCases,
]

/**
 * Puts the live updates of a `Session` to the test, for one transport; call it in a vitest file. `verbs` are those it serves
 * as any other does: a watch over a transport that comes and goes says `resync` each time.
 */
export const liveConformance = (
  name: string,
  open: OpenSessionHost,
  verbs: readonly string[] = ['live.subscribe', 'live.read', 'live.typing', 'live.watch'],
): void => {
  const cases = sessionCases.filter(
    ({ proves }) => proves.some(isLive) && proves.filter(isLive).every((verb) => verbs.includes(verb)),
  )
  describe(`live conformance: ${name}`, () => {
    for (const { name: sentence, run } of cases) test(sentence, () => run({ open }))
  })
}

const isLive = (verb: string): boolean => verb.startsWith('live.')

/** Puts an implementation of `Session` to the test; call it in a vitest file. */
export const sessionConformance = (name: string, open: OpenSessionHost): void => {
  describe(`session conformance: ${name}`, () => {
    for (const { name: sentence, run } of sessionCases) test(sentence, () => run({ open }))
  })
}
