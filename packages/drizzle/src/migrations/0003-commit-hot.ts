import { commitReceipts } from './commit-receipts.ts'
import { commitSends } from './commit-sends.ts'
import { guarded } from './guards.ts'

/** What is committed most, set-based: sends and receipts. */
export const commitHot = `${guarded}${commitSends}${commitReceipts}`
