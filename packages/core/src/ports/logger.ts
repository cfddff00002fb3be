/** Where operational lines go. Never receives message bodies, titles, tokens or cursors. */
export interface Logger {
  debug(message: string, fields?: Readonly<Record<string, unknown>>): void
  info(message: string, fields?: Readonly<Record<string, unknown>>): void
  warn(message: string, fields?: Readonly<Record<string, unknown>>): void
  error(message: string, fields?: Readonly<Record<string, unknown>>): void
}

/** The default: silence. */
export const silentLogger = (): Logger => ({ debug() {}, info() {}, warn() {}, error() {} })
