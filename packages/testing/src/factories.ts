import { randomIds, systemClock } from '@msg/core'

const ids = randomIds(systemClock())

/** A new UUIDv7, as a client would make it. */
export const newId = (): string => ids.next()

/** An id nobody used. */
export const unusedId = newId

/** Numbers from 1 to n. */
export const upTo = (n: number): readonly number[] => Array.from({ length: n }, (_, index) => index + 1)
