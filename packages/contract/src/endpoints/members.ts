import * as inputs from '../schemas/inputs.ts'
import * as models from '../schemas/models.ts'
import type { EndpointsOf } from './endpoint.ts'

export const memberEndpoints: EndpointsOf<'members'> = {
  'members.add': {
    summary: 'Invites users into a group; into a direct makes a new group of all of them',
    input: inputs.addMembers,
    output: models.addedMembers,
    errors: [
      'not_found',
      'not_a_member',
      'reinvite_required',
      'forbidden',
      'recipient_refused',
      'idempotency_mismatch',
      'id_taken',
      'gone',
    ],
  },
  'members.join': {
    summary: 'Joins an open room; joining again answers as the first time',
    input: inputs.oneConversation,
    output: models.conversation,
    errors: ['not_found', 'reinvite_required', 'forbidden'],
  },
  'members.leave': {
    summary: 'Leaves a group or a room; leaving again answers as the first time',
    input: inputs.oneConversation,
    output: models.conversation,
    errors: ['not_found', 'not_a_member', 'forbidden', 'direct_cannot_be_left'],
  },
  'members.remove': {
    summary: 'Removes somebody from a group; they come back by an admin only',
    input: inputs.oneMember,
    output: models.conversation,
    errors: ['not_found', 'not_a_member', 'forbidden'],
  },
  'members.setRole': {
    summary: 'Makes a member an admin, or an admin a member',
    input: inputs.setRole,
    output: models.member,
    errors: ['not_found', 'not_a_member', 'forbidden'],
  },
  'members.list': {
    summary: 'Active members, earliest joined first; all, or those of a name',
    input: inputs.listMembers,
    output: models.memberPage,
    errors: ['not_found', 'invalid_cursor'],
  },
}
