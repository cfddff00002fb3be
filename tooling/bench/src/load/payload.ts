/** The id of the message that a payload tells of; the empty text for any other payload. */
export const idIn = (payload: Buffer | string): string => {
  const told: unknown = JSON.parse(payload.toString())
  const id: unknown = typeof told === 'object' && told !== null ? Reflect.get(told, 'id') : undefined
  return typeof id === 'string' ? id : ''
}
