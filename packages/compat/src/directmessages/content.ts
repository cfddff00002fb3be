/**
 * The text of a message as the forerunner took it from a body: what counts as nothing in Python is none (null), what is no text
 * is written as one.
 */
export const contentOf = (value: unknown): string | null => {
  if (typeof value === 'string') return value === '' ? null : value
  if (typeof value === 'number') return value === 0 ? null : String(value)
  if (value === true) return 'True'
  if (typeof value !== 'object' || value === null) return null
  return Object.keys(value).length === 0 ? null : JSON.stringify(value)
}
