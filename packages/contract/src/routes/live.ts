import type { RoutesOf } from './route.ts'

export const liveRoutes = {
  // A cursor travels in bodies, never in URLs: hence POST for a read.
  'live.read': {
    method: 'POST',
    path: '/live/read',
    query: {},
    body: ['after', 'limit'],
    status: 200,
    effect: 'read',
  },
  'live.typing': {
    method: 'PUT',
    path: '/conversations/:conversationId/typing',
    query: {},
    body: ['typing'],
    status: 200,
    effect: 'write',
  },
} as const satisfies RoutesOf<'live'>
