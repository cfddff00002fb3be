import type { Directory, Profile, UserId } from '@msg/core'
import { memoryDirectory } from '@msg/core/memory'
import { names } from './names.ts'

const person = (id: UserId, displayName: string): Profile => ({
  id,
  displayName,
  username: id,
  isActive: true,
})

/** Who lives here. A host would look these up in its own users. */
export const people: readonly Profile[] = Object.entries(names).map(([id, displayName]) => person(id, displayName))

/** Whether somebody of this id lives here. */
export const isPerson = (id: string): boolean => people.some((one) => one.id === id)

/** The demo's directory: these people, and everybody may contact everybody. */
export const directory: Directory = memoryDirectory(people)
