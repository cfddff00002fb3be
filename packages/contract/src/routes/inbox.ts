import type { RoutesOf } from './route.ts'

export const inboxRoutes = {
  'inbox.list': {
    method: 'GET',
    path: '/inbox',
    query: { query: 'text', status: 'text', kind: 'text', after: 'text', limit: 'integer' },
    body: [],
    status: 200,
    effect: 'read',
  },
  'inbox.clear': {
    method: 'PUT',
    path: '/conversations/:conversationId/cleared',
    query: {},
    body: ['seq'],
    status: 200,
    effect: 'write',
  },
  'inbox.mute': {
    method: 'PUT',
    path: '/conversations/:conversationId/muted',
    query: {},
    body: ['until'],
    status: 200,
    effect: 'write',
  },
  'inbox.unreadByConversation': {
    method: 'GET',
    path: '/inbox/unread/conversations',
    query: { after: 'text', limit: 'integer' },
    body: [],
    status: 200,
    effect: 'read',
  },
  'inbox.unread': {
    method: 'GET',
    path: '/inbox/unread',
    query: {},
    body: [],
    status: 200,
    effect: 'read',
  },
} as const satisfies RoutesOf<'inbox'>
