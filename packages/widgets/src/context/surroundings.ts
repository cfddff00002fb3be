import { createContext } from '@lit/context'
import type { OutboxEntry, Views } from '@msg/client/views'
import type { Session } from '@msg/core'
import type { LocaleName } from '../i18n/locales.ts'
import type { Strings } from '../i18n/strings.ts'
import type { TimeFormat } from '../time/format-time.ts'

/** A session with the views of it that all widgets share. */
export interface Connected {
  readonly session: Session
  readonly views: Views
}

/** What the provider tells the widgets inside it: it connects when one of them asks. Replaced as a whole whenever something in it changes. */
export interface Surroundings {
  /** `failed`: the server could not be reached at the start, and is tried again. */
  readonly state: 'loading' | 'ready' | 'signed-out' | 'failed'
  /** Null unless `ready`. */
  readonly connected: Connected | null
  /** What I wrote and this browser keeps, oldest first, while it is `failed`; else the outbox of the views knows. */
  readonly unsent: readonly OutboxEntry[]
  readonly locale: LocaleName
  readonly strings: Strings
  readonly times: TimeFormat
  /** The time, to the minute, in milliseconds since 1970: what "today" and "yesterday" go by. */
  readonly now: number
  readonly announcer: Announcer
  /** Where one signs in; null where only the host's page knows. */
  readonly loginUrl: string | null
  /** Asks the host to let somebody sign in again. */
  readonly unauthorized: () => void
  /** Tries at once what is waiting for another try. */
  readonly retry: () => void
}

/** Speaks to people who hear the page. Only this does: never a list that changes. */
export interface Announcer {
  /** Something that happened; what comes too fast is put together by who says it. */
  say(text: string): void
  /** Something that went wrong with what the user did. */
  alert(text: string): void
}

/** How the surroundings reach the widgets, also through the shadow roots of a host's own components. */
export const surroundingsContext = createContext<Surroundings>('msg-surroundings')
