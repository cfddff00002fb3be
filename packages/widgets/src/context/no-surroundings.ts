import { en } from '../i18n/en.ts'
import { createTimeFormat } from '../time/format-time.ts'
import type { Announcer, Surroundings } from './surroundings.ts'

const silent: Announcer = { say: () => {}, alert: () => {} }

/** What a widget is surrounded by where no provider is: it waits for one. */
export const noSurroundings: Surroundings = {
  state: 'loading',
  connected: null,
  unsent: [],
  locale: 'en',
  strings: en,
  times: createTimeFormat('en', en),
  now: 0,
  announcer: silent,
  loginUrl: null,
  unauthorized: () => {},
  retry: () => {},
}
