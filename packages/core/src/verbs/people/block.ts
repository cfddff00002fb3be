import { MsgError } from '../../errors.ts'
import type { Block } from '../../model/block.ts'
import { isErased } from '../../model/ids.ts'
import { directId } from '../../rules/direct.ts'
import { inputOf, userId } from '../../rules/input.ts'
import type { PersonInput } from '../../session.ts'
import { noSuchUser } from '../admit-users.ts'
import type { Verb } from '../context.ts'
import { commitOne, tooBusy } from '../decide-and-commit.ts'
import { afterCommit } from '../told.ts'

const read = inputOf({ userId })

export const blockUser: Verb<PersonInput, Block> = async (context, input) => {
  const { directory, store, me } = context
  const { userId: other } = read(input)
  if (other === me)
    throw new MsgError('invalid', 'the input is not valid', {
      places: [{ pointer: '/userId', message: 'must be somebody else' }],
    })
  const profiles = isErased(other) ? [] : await directory.get([other])
  if (profiles.every(({ id }) => id !== other)) throw noSuchUser()
  const outcome = await commitOne(context, {
    conversationId: directId(me, other),
    actor: me,
    changes: [{ type: 'user.blocked', owner: me, userId: other }],
    guards: [],
  })
  if (outcome.status !== 'committed') throw tooBusy()
  const blocks = await afterCommit(store.blocksBetween(me, [other]))
  return { userId: other, at: blocks.find(({ blocker }) => blocker === me)?.at ?? outcome.at }
}
