import type { RoutesOf } from './route.ts'

export const roomRoutes = {
  'rooms.browse': {
    method: 'GET',
    path: '/rooms',
    query: { query: 'text', after: 'text', limit: 'integer' },
    body: [],
    status: 200,
    effect: 'read',
  },
} as const satisfies RoutesOf<'rooms'>
