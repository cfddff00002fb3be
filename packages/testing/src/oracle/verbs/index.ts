import type { OracleVerb } from '../verb.ts'
import { addMembersVerb } from './add-members.ts'
import { leaveVerb } from './leave.ts'
import { markDeliveredVerb } from './mark-delivered.ts'
import { markReadVerb } from './mark-read.ts'
import { sendAgainVerb, sendVerb } from './send.ts'
import { startDirectVerb } from './start-direct.ts'
import { startGroupVerb } from './start-group.ts'

/** Every verb that changes something, as the oracle knows it: a file and a line each. */
export const oracleVerbs: readonly OracleVerb[] = [
  startDirectVerb,
  startGroupVerb,
  addMembersVerb,
  leaveVerb,
  sendVerb,
  sendAgainVerb,
  markReadVerb,
  markDeliveredVerb,
]
