import { profilesOf, usersOf } from '../../delivery/mentioned-profiles.ts'
import type { Neighbours } from '../../ports/store.ts'
import { id, inputOf, pageLimit } from '../../rules/input.ts'
import type { AroundMessageInput, MessagesAround } from '../../session.ts'
import type { Verb } from '../context.ts'
import { seen } from '../rights.ts'

const read = inputOf({ messageId: id, limit: pageLimit })

export const messagesAround: Verb<AroundMessageInput, MessagesAround> = async (context, input) => {
  const { messageId, limit } = read(input)
  const neighbours = await seen(context, { messageId }, (viewer) => context.store.around(viewer, messageId, limit + 1))
  const around = inTheMiddle(neighbours, limit)
  return {
    ...around,
    profiles: await profilesOf(context.directory, around.messages.flatMap(usersOf)),
  }
}

/** So many of the neighbours, as many on each side as there are; a side that has few leaves its share to the other. */
const inTheMiddle = ({ before, from }: Neighbours, limit: number): Omit<MessagesAround, 'profiles'> => {
  const below = Math.min(before.length, Math.max(Math.floor(limit / 2), limit - from.length))
  const above = Math.min(from.length, limit - below)
  return {
    messages: [...before.slice(before.length - below), ...from.slice(0, above)],
    before: before.length > below,
    after: from.length > above,
  }
}
