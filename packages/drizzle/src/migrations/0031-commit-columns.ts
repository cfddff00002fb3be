import { commitReceipts } from './commit-receipts.ts'
import { commitSends } from './commit-sends.ts'

/** What is committed most comes as columns: sends and receipts. Before, they came as JSON alone, which takes a fifth of a commit to read. */
export const commitColumns = `
drop function if exists msg.msg_commit_sends_1(jsonb, uuid[], timestamptz);
drop function if exists msg.msg_commit_receipts_1(jsonb, uuid[], timestamptz);
drop function if exists msg.msg_forget_advances_1(uuid, text);
${commitSends}${commitReceipts}`
