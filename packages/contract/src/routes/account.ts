import type { RoutesOf } from './route.ts'

export const accountRoutes = {
  'account.erase': {
    method: 'DELETE',
    path: '/account',
    query: {},
    body: [],
    status: 200,
    effect: 'write',
  },
  'account.export': {
    method: 'GET',
    path: '/account/export',
    query: { after: 'text', limit: 'integer' },
    body: [],
    status: 200,
    effect: 'read',
  },
} as const satisfies RoutesOf<'account'>
