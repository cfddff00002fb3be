import { pauseBefore } from './pause-before.ts'

/** Loads something again and again, each time after a longer pause, until it is there. */
export const loadUntilThere = async <Loaded>(load: () => Promise<Loaded>): Promise<Loaded> => {
  for (let failures = 0; ; failures += 1) {
    try {
      return await load()
    } catch {
      await new Promise((done) => setTimeout(done, pauseBefore(failures)))
    }
  }
}
