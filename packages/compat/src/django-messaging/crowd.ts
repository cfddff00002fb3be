/** Connections a user has at most at a time, in one process. */
const perUser = 50

/** Counts the connections of each user. */
export interface Crowd {
  /** Takes a place and returns what gives it back; null when there is none left. */
  enter(userId: string): (() => void) | null
}

/** An empty crowd. */
export const createCrowd = (): Crowd => {
  const counts = new Map<string, number>()
  return {
    enter(userId) {
      const count = counts.get(userId) ?? 0
      if (count >= perUser) return null
      counts.set(userId, count + 1)
      let here = true
      return () => {
        if (!here) return
        here = false
        const left = (counts.get(userId) ?? 1) - 1
        if (left === 0) counts.delete(userId)
        else counts.set(userId, left)
      }
    },
  }
}
