import type { Directory, Profile, UserId } from '@msg/core'
import { memoryDirectory } from '@msg/core/memory'

const person = (id: UserId, displayName: string): Profile => ({
  id,
  displayName,
  username: id,
  isActive: true,
})

/** Who lives here. A host would look these up in its own users. */
export const people: readonly Profile[] = [
  person('alice', 'Alice Liddell'),
  person('bob', 'Bob Marsh'),
  person('carol', 'Carol Quinn'),
  person('dave', 'Dave Okafor'),
  person('frodo', 'Frodo Baggins'),
  person('sam', 'Sam Gamgee'),
  person('gandalf', 'Gandalf'),
]

/** Whether somebody of this id lives here. */
export const isPerson = (id: string): boolean => people.some((one) => one.id === id)

/** The demo's directory: these people, and everybody may contact everybody. */
export const directory: Directory = memoryDirectory(people)
