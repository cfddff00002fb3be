import type { Logger } from '@msg/core'

type Level = 'debug' | 'info' | 'warn' | 'error'

const line =
  (level: Level): Logger['info'] =>
  (message, fields = {}) => {
    const shown = Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, plain(value)]))
    process.stderr.write(`${JSON.stringify({ level, message, ...shown })}\n`)
  }

const plain = (value: unknown): unknown => (value instanceof Error ? `${value.name}: ${value.message}` : value)

/** One line of JSON per event on standard error; errors by name and message, never message bodies. */
export const consoleLogger = (): Logger => ({
  debug() {},
  info: line('info'),
  warn: line('warn'),
  error: line('error'),
})
