/** A cookie as browsers export it. */
export interface BrowserCookie {
  readonly name: string
  readonly value: string
}

/** A session that can be kept: the cookies of an account and whose they are. Treat it as a password. */
export interface SavedSession {
  readonly version: 1
  /** Origin of the chat it belongs to. */
  readonly chatOrigin: string
  /** The chat user it belongs to. */
  readonly userId: number
  readonly cookies: readonly BrowserCookie[]
}

/** Where sessions are kept between runs. Both methods may be asynchronous. */
export interface SessionStore {
  /** The session saved for that chat, or null. */
  load(chatOrigin: string): Promise<SavedSession | null> | SavedSession | null
  /** Keeps a session; null forgets it. */
  save(chatOrigin: string, session: SavedSession | null): Promise<void> | void
}

/** A session store that lasts as long as the process; also the model for one of your own. */
export const memorySessions = (): SessionStore => {
  const sessions = new Map<string, SavedSession>()
  return {
    load: (chatOrigin) => sessions.get(chatOrigin) ?? null,
    save(chatOrigin, session) {
      if (session) sessions.set(chatOrigin, session)
      else sessions.delete(chatOrigin)
    },
  }
}

/** Whether a parsed JSON value is a saved session of this version. */
export const isSavedSession = (value: unknown): value is SavedSession =>
  typeof value === 'object' &&
  value !== null &&
  'version' in value &&
  value.version === 1 &&
  'chatOrigin' in value &&
  typeof value.chatOrigin === 'string' &&
  'userId' in value &&
  typeof value.userId === 'number' &&
  'cookies' in value &&
  Array.isArray(value.cookies)
