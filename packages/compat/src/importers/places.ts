/** Which message is in which conversation, in few bytes: there may be millions, and who refers to them does not say it. */
import type { ConversationId } from '@msg/core'

/** Where messages are, by their keys in another system. */
export interface Places {
  put(key: string, conversationId: ConversationId): void
  /** Null where no message with that key was put. */
  find(key: string): ConversationId | null
}

/** Keys that follow each other are kept together. */
const stretch = 4_096

/** No messages yet. One whose key is a number takes four bytes, as long as most numbers are in use. */
export const openPlaces = (): Places => {
  const conversations: ConversationId[] = []
  const numbers = new Map<ConversationId, number>()
  const stretches = new Map<number, Uint32Array>()
  const others = new Map<string, number>()
  const numberOf = (id: ConversationId): number => {
    const known = numbers.get(id)
    if (known !== undefined) return known
    numbers.set(id, conversations.push(id))
    return conversations.length
  }
  const stretchOf = (at: number): Uint32Array => {
    const known = stretches.get(at)
    if (known !== undefined) return known
    const made = new Uint32Array(stretch)
    stretches.set(at, made)
    return made
  }
  return {
    put(key, conversationId) {
      const number = numberOf(conversationId)
      if (isNumber(key)) stretchOf(Math.floor(Number(key) / stretch))[Number(key) % stretch] = number
      else others.set(key, number)
    },
    find(key) {
      const number = isNumber(key)
        ? stretches.get(Math.floor(Number(key) / stretch))?.[Number(key) % stretch]
        : others.get(key)
      return number === undefined ? null : (conversations[number - 1] ?? null)
    },
  }
}

/** As a database writes one that a double keeps. */
const isNumber = (key: string): boolean => /^(?:0|[1-9]\d{0,14})$/.test(key)
