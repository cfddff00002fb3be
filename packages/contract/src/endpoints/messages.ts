import * as inputs from '../schemas/inputs.ts'
import * as models from '../schemas/models.ts'
import type { EndpointsOf } from './endpoint.ts'

export const messageEndpoints: EndpointsOf<'messages'> = {
  'messages.send': {
    summary: 'Sends a message; with an id of your own it may be repeated safely for ever',
    input: inputs.sendMessage,
    output: models.message,
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
  'messages.sendToUsers': {
    summary:
      'Sends to people: into our direct, or the one group of us all that was born by sending; made where there is none',
    input: inputs.sendToUsers,
    output: models.sentTo,
    errors: [
      'no_recipients',
      'self_message',
      'not_found',
      'forbidden',
      'recipient_refused',
      'idempotency_mismatch',
      'id_taken',
      'gone',
    ],
  },
  'messages.sendToTarget': {
    summary: 'Posts to the channel of a target, which the first post makes',
    input: inputs.sendToTarget,
    output: models.sentToTarget,
    errors: ['not_found', 'forbidden', 'idempotency_mismatch', 'id_taken', 'gone'],
  },
  'messages.get': {
    summary: 'One message',
    input: inputs.oneMessage,
    output: models.message,
    errors: ['not_found'],
  },
  'messages.list': {
    summary: 'A page of messages, newest first unless order is asc',
    input: inputs.listMessages,
    output: models.messagePage,
    errors: ['not_found'],
  },
  'messages.around': {
    summary: 'One message with its neighbours, oldest first',
    input: inputs.messagesAround,
    output: models.messagesAround,
    errors: ['not_found'],
  },
  'messages.stats': {
    summary: 'How many messages there are, by period, verb or author',
    input: inputs.messageStats,
    output: models.messageStats,
    errors: ['not_found'],
  },
  'messages.search': {
    summary: 'The messages with all the words asked for, newest first',
    input: inputs.searchMessages,
    output: models.hitPage,
    errors: ['not_found', 'invalid_cursor'],
  },
  'messages.edit': {
    summary: 'Changes the text of my message; earlier texts are kept',
    input: inputs.editMessage,
    output: models.message,
    errors: ['not_found', 'not_a_member', 'forbidden', 'recipient_refused', 'message_retracted'],
  },
  'messages.retract': {
    summary: 'Takes my message back from everyone; its number stays',
    input: inputs.oneMessage,
    output: models.message,
    errors: ['not_found', 'not_a_member', 'forbidden'],
  },
  'messages.purge': {
    summary: 'Erases a message: only its number stays used',
    input: inputs.oneMessage,
    output: models.purged,
    errors: ['not_found', 'not_a_member', 'forbidden'],
  },
  'messages.hide': {
    summary: 'Hides a message from my own view, for good',
    input: inputs.oneMessage,
    output: models.hidden,
    errors: ['not_found'],
  },
  'messages.pin': {
    summary: 'Pins a message for everyone',
    input: inputs.oneMessage,
    output: models.message,
    errors: ['not_found', 'not_a_member', 'forbidden', 'recipient_refused', 'message_retracted'],
  },
  'messages.unpin': {
    summary: 'Takes a pin away',
    input: inputs.oneMessage,
    output: models.message,
    errors: ['not_found', 'not_a_member', 'forbidden', 'recipient_refused'],
  },
  'messages.revisions': {
    summary: 'The texts a message has had, oldest first',
    input: inputs.oneMessage,
    output: models.revisionList,
    errors: ['not_found'],
  },
}
