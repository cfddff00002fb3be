import * as inputs from '../schemas/inputs.ts'
import * as models from '../schemas/models.ts'
import type { EndpointsOf } from './endpoint.ts'

export const inboxEndpoints: EndpointsOf<'inbox'> = {
  'inbox.list': {
    summary: 'My conversations, latest activity first; by words, by kind, or those I left',
    input: inputs.listInbox,
    output: models.inboxPage,
    errors: ['invalid_cursor'],
  },
  'inbox.clear': {
    summary: 'Takes everything up to a message number out of my own view, for good; without one, everything there is',
    input: inputs.clear,
    output: models.cleared,
    errors: ['not_found'],
  },
  'inbox.mute': {
    summary: 'Says until when a conversation may not disturb me; null: it may again',
    input: inputs.mute,
    output: models.muted,
    errors: ['not_found', 'not_a_member'],
  },
  'inbox.unreadByConversation': {
    summary: 'In which conversations something is unread, and how much',
    input: inputs.onePage,
    output: models.unreadPage,
    errors: ['invalid_cursor'],
  },
  'inbox.unread': {
    summary: 'How much I have not read',
    input: inputs.nothing,
    output: models.unread,
    errors: [],
  },
}
