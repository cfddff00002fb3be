import { createContext } from '@lit/context'
import type { Session } from '@msg/core'
import { launcherWords } from '../i18n/launcher-words.ts'
import type { LauncherWords } from '../i18n/launcher-words.ts'

/** Whom the server takes us for, and what the host has switched on. */
export type Identity = Pick<Session, 'me' | 'features'>

/** What the provider tells a launcher, which needs no session before it is opened. Replaced as a whole whenever it changes. */
export interface LauncherSurroundings {
  /** Null as long as nobody has asked, or the server has not answered. */
  readonly identity: Identity | null
  readonly words: LauncherWords
  /** Asks the server who one is, unless that was asked already; nothing else is loaded for it. */
  readonly meet: () => void
}

/** What a launcher is surrounded by where no provider is. */
export const noLauncherSurroundings: LauncherSurroundings = { identity: null, words: launcherWords.en, meet: () => {} }

/** How they reach a launcher. */
export const launcherContext = createContext<LauncherSurroundings>('msg-launcher')
