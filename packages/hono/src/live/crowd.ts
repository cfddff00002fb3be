import { socketLimits } from '@msg/contract'

/** Counts the connections of each user. */
export interface Crowd {
  /** Takes a place and returns its release, or undefined when the user has as many as are allowed. */
  enter(userId: string): (() => void) | undefined
}

/** A crowd of this process. */
export const createCrowd = (perUser: number = socketLimits.perUser): Crowd => {
  const counts = new Map<string, number>()
  const add = (userId: string, change: number): void => {
    const count = (counts.get(userId) ?? 0) + change
    if (count === 0) counts.delete(userId)
    else counts.set(userId, count)
  }
  return {
    enter: (userId) => {
      if ((counts.get(userId) ?? 0) >= perUser) return undefined
      add(userId, 1)
      return () => add(userId, -1)
    },
  }
}
