import type { RoutesOf } from './route.ts'

export const receiptRoutes = {
  'receipts.markRead': {
    method: 'PUT',
    path: '/conversations/:conversationId/read',
    query: {},
    body: ['seq'],
    status: 200,
    effect: 'write',
  },
  'receipts.markDelivered': {
    method: 'PUT',
    path: '/conversations/:conversationId/delivered',
    query: {},
    body: ['seq'],
    status: 200,
    effect: 'write',
  },
  'receipts.list': {
    method: 'GET',
    path: '/conversations/:conversationId/receipts',
    query: { seq: 'integer', after: 'text', limit: 'integer' },
    body: [],
    status: 200,
    effect: 'read',
  },
  'receipts.reads': {
    method: 'GET',
    path: '/conversations/:conversationId/reads',
    query: { userId: 'text', from: 'integer', limit: 'integer' },
    body: [],
    status: 200,
    effect: 'read',
  },
} as const satisfies RoutesOf<'receipts'>
