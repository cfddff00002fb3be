import type { RoutesOf } from './route.ts'

export const attachmentRoutes = {
  'attachments.upload': {
    method: 'POST',
    path: '/attachments',
    query: { name: 'text' },
    body: [],
    file: 'file',
    status: 200,
    effect: 'write',
  },
  'attachments.get': {
    method: 'GET',
    path: '/messages/:messageId/attachments/:attachmentId',
    query: {},
    body: [],
    status: 200,
    effect: 'read',
  },
} as const satisfies RoutesOf<'attachments'>
