import type { RoutesOf } from './route.ts'

export const reactionRoutes = {
  'reactions.add': {
    method: 'PUT',
    path: '/messages/:messageId/reactions',
    query: {},
    body: ['emoji'],
    status: 200,
    effect: 'write',
  },
  'reactions.remove': {
    method: 'DELETE',
    path: '/messages/:messageId/reactions',
    query: { emoji: 'text' },
    body: [],
    status: 200,
    effect: 'write',
  },
} as const satisfies RoutesOf<'reactions'>
