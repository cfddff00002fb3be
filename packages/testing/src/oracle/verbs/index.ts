import type { OracleVerb } from '../verb.ts'
import { addMembersVerb } from './add-members.ts'
import { blockVerb, unblockVerb } from './block.ts'
import { clearVerb } from './clear.ts'
import { deleteVerb } from './delete.ts'
import { editVerb } from './edit.ts'
import { hideVerb } from './hide.ts'
import { joinVerb } from './join.ts'
import { leaveVerb } from './leave.ts'
import { markDeliveredVerb, markReadVerb } from './mark.ts'
import { muteVerb } from './mute.ts'
import { openRoomVerb } from './open-room.ts'
import { pinVerb, unpinVerb } from './pin.ts'
import { addReactionVerb, removeReactionVerb } from './react.ts'
import { removeVerb } from './remove.ts'
import { retractVerb } from './retract.ts'
import { sendAgainVerb, sendVerb } from './send.ts'
import { sendToUsersVerb } from './send-to-users.ts'
import { setRoleVerb } from './set-role.ts'
import { startDirectVerb } from './start-direct.ts'
import { startGroupVerb } from './start-group.ts'
import { updateVerb } from './update.ts'

/** Every verb that changes something, as the oracle knows it: a file and a line each. */
export const oracleVerbs: readonly OracleVerb[] = [
  startDirectVerb,
  startGroupVerb,
  openRoomVerb,
  updateVerb,
  deleteVerb,
  addMembersVerb,
  joinVerb,
  leaveVerb,
  removeVerb,
  setRoleVerb,
  sendVerb,
  sendAgainVerb,
  sendToUsersVerb,
  editVerb,
  retractVerb,
  hideVerb,
  clearVerb,
  muteVerb,
  pinVerb,
  unpinVerb,
  addReactionVerb,
  removeReactionVerb,
  markReadVerb,
  markDeliveredVerb,
  blockVerb,
  unblockVerb,
]
