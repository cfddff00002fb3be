import type { BlockState } from '../../model/block.ts'
import { directId } from '../../rules/direct.ts'
import { inputOf, userId } from '../../rules/input.ts'
import type { PersonInput } from '../../session.ts'
import type { Verb } from '../context.ts'
import { commitOne, tooBusy } from '../decide-and-commit.ts'

const read = inputOf({ userId })

export const unblockUser: Verb<PersonInput, BlockState> = async (context, input) => {
  const { me } = context
  const { userId: other } = read(input)
  if (other === me) return { userId: other, at: null }
  const { status } = await commitOne(context, {
    conversationId: directId(me, other),
    actor: me,
    changes: [{ type: 'user.unblocked', owner: me, userId: other }],
    guards: [],
  })
  if (status !== 'committed') throw tooBusy()
  return { userId: other, at: null }
}
