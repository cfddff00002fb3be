import type { Target } from '@msg/core'
import type { Wrong } from './wrong.ts'

/** A message as it is handed in. */
export interface Draft {
  readonly target: Target
  readonly verb: string
  readonly body: string
}

/** What a message may be about, and of which kinds it may be. */
export interface Choices {
  readonly types: readonly string[]
  readonly verbs: readonly string[]
}

const required = 'This field is required.'
const blank = 'This field may not be blank.'

/** Reads a message from its fields, ids as numbers or texts; or what is wrong with them. */
export const readDraft = (fields: Readonly<Record<string, unknown>>, { types, verbs }: Choices): Draft | Wrong => {
  const wrong: Record<string, readonly string[]> = {}
  const text = (name: string, fallback?: string): string => {
    const value = fields[name] ?? fallback
    const read = typeof value === 'number' ? String(value) : value
    if (read === undefined) wrong[name] = [required]
    else if (typeof read !== 'string') wrong[name] = ['Not a valid string.']
    else if (read.trim() === '') wrong[name] = [blank]
    return typeof read === 'string' ? read : ''
  }
  const choice = (name: string, choices: readonly string[], fallback?: string): string => {
    const value = text(name, fallback)
    if (!(name in wrong) && !choices.includes(value)) wrong[name] = [`"${value}" is not a valid choice.`]
    return value
  }
  const type = choice('target_type', types)
  const id = text('target_id')
  const verb = choice('verb', verbs, 'message')
  const body = text('message')
  return Object.keys(wrong).length > 0 ? { wrong } : { target: { type, id }, verb, body }
}
