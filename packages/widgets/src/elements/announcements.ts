import type { Announcer } from '../context/surroundings.ts'

/** An announcer with what it says at present: one line for what happened, one for what went wrong. */
export interface Announcements extends Announcer {
  readonly said: string
  readonly alerted: string
}

/** Words that are the same as before are no change to those who read the page aloud: a space makes them one. */
const anew = (before: string, text: string): string => (before === text ? `${text}\u00a0` : text)

/** Makes an announcer; `changed` is called when it says something new. The same words twice are said twice. */
export const createAnnouncements = (changed: () => void): Announcements => {
  let said = ''
  let alerted = ''
  return {
    get said() {
      return said
    },
    get alerted() {
      return alerted
    },
    say(text) {
      said = anew(said, text)
      changed()
    },
    alert(text) {
      alerted = anew(alerted, text)
      changed()
    },
  }
}
