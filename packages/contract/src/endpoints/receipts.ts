import * as inputs from '../schemas/inputs.ts'
import * as models from '../schemas/models.ts'
import type { EndpointsOf } from './endpoint.ts'

export const receiptEndpoints: EndpointsOf<'receipts'> = {
  'receipts.markRead': {
    summary: 'Marks everything up to a message number as read; never moves back',
    input: inputs.markRead,
    output: models.receipt,
    errors: ['not_found', 'not_a_member'],
  },
  'receipts.markDelivered': {
    summary: 'Says that everything up to a message number has reached a device of mine',
    input: inputs.markDelivered,
    output: models.receipt,
    errors: ['not_found', 'not_a_member'],
  },
  'receipts.list': {
    summary: 'How far every active member has got; with seq, when each of them first got and first read that message',
    input: inputs.listReceipts,
    output: models.receiptPage,
    errors: ['not_found', 'not_a_member', 'invalid_cursor'],
  },
  'receipts.reads': {
    summary: 'How one member read on: when they read each of many messages',
    input: inputs.listReads,
    output: models.readList,
    errors: ['not_found', 'not_a_member'],
  },
}
