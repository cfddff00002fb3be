import { describe, test } from 'vitest'
import type { ConformanceCase } from '../conformance-case.ts'
import { accountErasureStoreCases } from './account-erasure.ts'
import { accountStoreCases } from './accounts.ts'
import { aliasCases } from './aliases.ts'
import { blockCases } from './blocks.ts'
import { canonicalSetCases } from './canonical-sets.ts'
import { commitCases } from './commit.ts'
import type { StoreContext } from './context.ts'
import { cursorCases } from './cursors.ts'
import { erasingStoreCases } from './erasing.ts'
import { importCases } from './importing.ts'
import { importedStandingCases } from './imported-standing.ts'
import { lensCases } from './lens.ts'
import { logCases } from './log.ts'
import { attachmentStoreCases } from './attachments.ts'
import { forgettingCases } from './forgetting.ts'
import { inboxHeadCases } from './inbox-heads.ts'
import { notifierCases } from './notifiers.ts'
import { ownViewStoreCases } from './own-view.ts'
import { personalCases } from './personal.ts'
import { readingStoreCases } from './reading.ts'
import { searchStoreCases } from './search.ts'
import { ticketCases } from './tickets.ts'
import { receiptStoreCases } from './receipts.ts'
import { upkeepCases } from './upkeep.ts'
import { usedIdCases } from './used-ids.ts'

/** Everything the `Store` port promises. */
export const storeCases: readonly ConformanceCase<StoreContext>[] = [
  ...commitCases,
  ...usedIdCases,
  ...canonicalSetCases,
  ...readingStoreCases,
  ...receiptStoreCases,
  ...ownViewStoreCases,
  ...inboxHeadCases,
  ...attachmentStoreCases,
  ...lensCases,
  ...searchStoreCases,
  ...erasingStoreCases,
  ...logCases,
  ...cursorCases,
  ...personalCases,
  ...aliasCases,
  ...upkeepCases,
  ...forgettingCases,
  ...ticketCases,
  ...blockCases,
  ...accountStoreCases,
  ...accountErasureStoreCases,
  ...notifierCases,
  ...importCases,
  ...importedStandingCases,
]

/** Puts a store to the test; call it in a vitest file. `open` answers an empty store each time. */
export const storeConformance = (name: string, open: StoreContext['open']): void => {
  describe(`store conformance: ${name}`, () => {
    for (const { name: sentence, run } of storeCases) test(sentence, () => run({ open }), 120_000)
  })
}
