/** Writes lines: one JSON object each, without any of the hidden texts. */
export interface Log {
  debug(message: string, fields?: Readonly<Record<string, unknown>>): void
  info(message: string, fields?: Readonly<Record<string, unknown>>): void
  warn(message: string, fields?: Readonly<Record<string, unknown>>): void
  error(message: string, fields?: Readonly<Record<string, unknown>>): void
}

/** What of an error is worth a line: never its cause, which may hold anything. */
const plain = (_: string, value: unknown): unknown => {
  if (!(value instanceof Error)) return value
  return { name: value.name, message: value.message, ...('code' in value ? { code: value.code } : {}) }
}

/** Logs to a stream; `debug` is left out. Line breaks and control characters of values are escaped, as JSON does. */
export const createLog = (write: (line: string) => void, hidden: readonly string[]): Log => {
  const at =
    (level: string) =>
    (message: string, fields: Readonly<Record<string, unknown>> = {}): void => {
      const line = JSON.stringify({ at: new Date().toISOString(), level, message, ...fields }, plain)
      write(`${concealed(line, hidden)}\n`)
    }
  return { debug() {}, info: at('info'), warn: at('warn'), error: at('error') }
}

/** A text without the hidden ones. */
export const concealed = (text: string, hidden: readonly string[]): string =>
  hidden.reduce(
    (rest, secret) => rest.replaceAll(secret, '[hidden]').replaceAll(JSON.stringify(secret).slice(1, -1), '[hidden]'),
    text,
  )
