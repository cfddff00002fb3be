import { inputOf, optional, pageLimit, token } from '../../rules/input.ts'
import type { ContactPage, ListContactsInput } from '../../session.ts'
import type { Verb } from '../context.ts'
import { findable } from '../shown-people.ts'

const read = inputOf({ after: optional(token), limit: pageLimit })

export const listContacts: Verb<ListContactsInput, ContactPage> = async (context, input) => {
  const { cursors, directory, me } = context
  const { after, limit } = read(input)
  const page = after === undefined ? { limit } : { after: cursors.unsealText('contacts', me, after), limit }
  const { profiles, next } = await directory.contacts(me, page)
  return {
    profiles: await findable(context, profiles),
    next: next === null ? null : cursors.sealText('contacts', me, next),
  }
}
