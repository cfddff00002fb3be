import type { RoutesOf } from './route.ts'

export const peopleRoutes = {
  'people.search': {
    method: 'GET',
    path: '/people',
    query: { query: 'text', limit: 'integer' },
    body: [],
    status: 200,
    effect: 'read',
  },
  'people.contacts': {
    method: 'GET',
    path: '/people/contacts',
    query: { after: 'text', limit: 'integer' },
    body: [],
    status: 200,
    effect: 'read',
  },
  // A hundred ids do not fit a URL: hence POST for a read.
  'people.get': {
    method: 'POST',
    path: '/people/profiles',
    query: {},
    body: ['userIds'],
    status: 200,
    effect: 'read',
  },
  'people.block': {
    method: 'PUT',
    path: '/people/blocks',
    query: {},
    body: ['userId'],
    status: 200,
    effect: 'write',
  },
  'people.unblock': {
    method: 'DELETE',
    path: '/people/blocks',
    query: { userId: 'text' },
    body: [],
    status: 200,
    effect: 'write',
  },
  'people.blocked': {
    method: 'GET',
    path: '/people/blocks',
    query: { after: 'text', limit: 'integer' },
    body: [],
    status: 200,
    effect: 'read',
  },
} as const satisfies RoutesOf<'people'>
