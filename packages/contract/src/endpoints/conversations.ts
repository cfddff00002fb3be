import * as inputs from '../schemas/inputs.ts'
import * as models from '../schemas/models.ts'
import type { EndpointsOf } from './endpoint.ts'

export const conversationEndpoints: EndpointsOf<'conversations'> = {
  'conversations.startDirect': {
    summary: 'The one direct between me and another user: found, or made',
    input: inputs.startDirect,
    output: models.conversation,
    errors: ['self_message', 'not_found', 'recipient_refused'],
  },
  'conversations.startGroup': {
    summary: 'Makes a new group with me as its admin; with an id, a repeat answers the same group',
    input: inputs.startGroup,
    output: models.conversation,
    errors: ['not_found', 'recipient_refused', 'idempotency_mismatch', 'id_taken', 'gone'],
  },
  'conversations.openRoom': {
    summary: 'Opens the one room about a target, found or made, or a new room about nothing',
    input: inputs.openRoom,
    output: models.conversation,
    errors: ['not_found', 'forbidden', 'idempotency_mismatch', 'id_taken', 'gone'],
  },
  'conversations.openChannel': {
    summary: 'The one channel about a target: found, or made',
    input: inputs.openChannel,
    output: models.conversation,
    errors: ['not_found', 'gone'],
  },
  'conversations.update': {
    summary: "Changes a group's title or who may invite, a room's title or who may read and join it",
    input: inputs.updateConversation,
    output: models.conversation,
    errors: ['not_found', 'not_a_member', 'forbidden'],
  },
  'conversations.delete': {
    summary: 'Deletes a group or a room for everybody, a direct from my own view',
    input: inputs.oneConversation,
    output: models.deleted,
    errors: ['not_found', 'not_a_member', 'forbidden'],
  },
  'conversations.get': {
    summary: 'One conversation as I see it',
    input: inputs.oneConversation,
    output: models.conversation,
    errors: ['not_found'],
  },
}
