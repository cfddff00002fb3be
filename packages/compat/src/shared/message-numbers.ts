/** The integers by which clients of a surface know messages. */
import type { Messaging, MessageId } from '@msg/core'

/** Numbers of one surface. What no client of it has seen has none, and native clients pay for none. */
export interface MessageNumbers {
  /** The numbers of these ids, which come newest first; what has none gets one, the oldest first. One round trip. */
  of(ids: readonly MessageId[]): Promise<ReadonlyMap<MessageId, number>>
  /** The id behind a number as a client wrote it; null when nobody was ever given it. */
  idOf(number: string): Promise<MessageId | null>
}

/** The numbers of a surface: lower-case words joined by `-` name it, once and for ever. */
export const messageNumbers = ({ aliases }: Pick<Messaging, 'aliases'>, surface: string): MessageNumbers => ({
  async of(ids) {
    if (ids.length === 0) return new Map()
    return new Map((await aliases.alias(surface, ids.toReversed())).map(({ id, number }) => [id, number]))
  },
  async idOf(number) {
    if (!/^[1-9]\d{0,14}$/.test(number)) return null
    const [alias] = await aliases.aliased(surface, [Number(number)])
    return alias?.id ?? null
  },
})
