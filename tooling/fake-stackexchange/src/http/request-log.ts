/** A request as the log keeps it: no cookie, key, address or password. */
export interface LoggedRequest {
  readonly server: 'chat' | 'login'
  readonly method: string
  /** Path with query. */
  readonly path: string
  readonly form: Readonly<Record<string, string>>
  readonly status: number
}

/** What was asked of the fake. */
export interface RequestLog {
  readonly requests: readonly LoggedRequest[]
  add(request: LoggedRequest): void
  /** Forgets what was logged so far. */
  clear(): void
}

const SECRET = new Set(['fkey', 'password', 'email'])

/** The form without its secrets. */
export const redacted = (form: URLSearchParams): Readonly<Record<string, string>> =>
  Object.fromEntries([...form].map(([name, value]) => [name, SECRET.has(name) ? '[redacted]' : value]))

/** Creates an empty log. */
export const createRequestLog = (): RequestLog => {
  const requests: LoggedRequest[] = []
  return {
    requests,
    add: (request) => void requests.push(request),
    clear: () => void (requests.length = 0),
  }
}
