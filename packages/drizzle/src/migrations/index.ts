import { tables } from './0001-tables.ts'
import { subjects } from './0002-subjects.ts'
import { commitHot } from './0003-commit-hot.ts'
import { commitRare } from './0004-commit-rare.ts'
import { commitMessage } from './0005-commit-message.ts'
import { commit } from './0006-commit.ts'
import { origin } from './0007-origin.ts'
import { repair } from './0008-repair.ts'
import { tickets } from './0009-tickets.ts'
import { rooms } from './0011-rooms.ts'
import { deleting } from './0012-deleting.ts'
import { search } from './0013-search.ts'
import { canonicalSets } from './0014-canonical-sets.ts'
import { reader } from './0015-reader.ts'
import { block } from './0016-block.ts'
import { erasure } from './0017-erasure.ts'
import { aliases } from './0018-aliases.ts'
import { attachments } from './0021-attachments.ts'
import { notifiers } from './0022-notifiers.ts'
import { importing } from './0023-import.ts'
import { importStanding } from './0024-import-standing.ts'
import { importBatch } from './0025-import-batch.ts'
import { forgetting } from './0026-forgetting.ts'
import { copying } from './0029-copy.ts'
import { leaseMemos } from './0030-lease-memos.ts'
import { commitColumns } from './0031-commit-columns.ts'
import { aliasesAsAsked } from './0032-aliases-as-asked.ts'
import { whoCameWhen } from './0033-who-came-when.ts'
import { rankedAlways } from './0034-ranked-always.ts'
import { plainSends } from './0035-plain-sends.ts'
import { soundConversations } from './0036-sound-conversations.ts'

/** One step of the schema's history. Never changed once released: what follows is a new one. */
export interface Migration {
  readonly version: number
  readonly name: string
  readonly script: string
}

/** The schema's history, oldest first. */
export const migrations: readonly Migration[] = [
  { version: 1, name: 'tables', script: tables },
  { version: 2, name: 'subjects', script: subjects },
  { version: 3, name: 'commit-hot', script: commitHot },
  { version: 4, name: 'commit-rare', script: commitRare },
  { version: 5, name: 'commit-message', script: commitMessage },
  { version: 6, name: 'commit', script: commit },
  { version: 7, name: 'origin', script: origin },
  { version: 8, name: 'repair', script: repair },
  { version: 9, name: 'tickets', script: tickets },
  { version: 11, name: 'rooms', script: rooms },
  { version: 12, name: 'deleting', script: deleting },
  { version: 13, name: 'search', script: search },
  { version: 14, name: 'canonical-sets', script: canonicalSets },
  { version: 15, name: 'reader', script: reader },
  { version: 16, name: 'block', script: block },
  { version: 17, name: 'erasure', script: erasure },
  { version: 18, name: 'aliases', script: aliases },
  { version: 21, name: 'attachments', script: attachments },
  { version: 22, name: 'notifiers', script: notifiers },
  { version: 23, name: 'import', script: importing },
  { version: 24, name: 'import-standing', script: importStanding },
  { version: 25, name: 'import-batch', script: importBatch },
  { version: 26, name: 'forgetting', script: forgetting },
  { version: 29, name: 'copy', script: copying },
  { version: 30, name: 'lease-memos', script: leaseMemos },
  { version: 31, name: 'commit-columns', script: commitColumns },
  { version: 32, name: 'aliases-as-asked', script: aliasesAsAsked },
  { version: 33, name: 'who-came-when', script: whoCameWhen },
  { version: 34, name: 'ranked-always', script: rankedAlways },
  { version: 35, name: 'plain-sends', script: plainSends },
  { version: 36, name: 'sound-conversations', script: soundConversations },
]
