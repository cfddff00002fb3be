import type { RoutesOf } from './route.ts'

export const memberRoutes = {
  'members.add': {
    method: 'POST',
    path: '/conversations/:conversationId/members',
    query: {},
    body: ['id', 'userIds'],
    status: 200,
    effect: 'write',
  },
  'members.join': {
    method: 'POST',
    path: '/conversations/:conversationId/join',
    query: {},
    body: [],
    status: 200,
    effect: 'write',
  },
  'members.leave': {
    method: 'POST',
    path: '/conversations/:conversationId/leave',
    query: {},
    body: [],
    status: 200,
    effect: 'write',
  },
  'members.remove': {
    method: 'DELETE',
    path: '/conversations/:conversationId/members',
    query: { userId: 'text' },
    body: [],
    status: 200,
    effect: 'write',
  },
  'members.setRole': {
    method: 'PUT',
    path: '/conversations/:conversationId/roles',
    query: {},
    body: ['userId', 'role'],
    status: 200,
    effect: 'write',
  },
  'members.list': {
    method: 'GET',
    path: '/conversations/:conversationId/members',
    query: { query: 'text', after: 'text', limit: 'integer' },
    body: [],
    status: 200,
    effect: 'read',
  },
} as const satisfies RoutesOf<'members'>
