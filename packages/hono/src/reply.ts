/** An answer as plain data, until it is sent: its headers are put together once. */
export interface Reply {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  /** A stream goes out as it comes. */
  readonly body: string | ReadableStream | null
}

/** An answer of JSON. */
export const jsonReply = (value: unknown, status = 200, headers: Reply['headers'] = {}): Reply => ({
  status,
  headers: { 'content-type': 'application/json', ...headers },
  body: JSON.stringify(value),
})
