/** Where warnings go. What is logged holds no credential, cookie, key or message text. */
export interface Logger {
  warn(message: string, detail?: Readonly<Record<string, unknown>>): void
}

/** Says nothing. */
export const silentLogger: Logger = { warn: () => undefined }
