import { inputOf } from '../../rules/input.ts'
import type { ErasedAccount, NoInput } from '../../session.ts'
import type { Verb } from '../context.ts'
import { commitOne, tooBusy } from '../decide-and-commit.ts'
import { eraseUser } from '../erase-user.ts'
import { afterCommit } from '../told.ts'

const read = inputOf({})

export const eraseAccount: Verb<NoInput, ErasedAccount> = async (context, input) => {
  const { me } = context
  read(input)
  // First of all, so that whoever still listens in my name is cut off while the log can still say whose name that is.
  const { status } = await commitOne(context, {
    conversationId: null,
    actor: me,
    changes: [{ type: 'session.revoked', owner: me, userId: me }],
    guards: [],
  })
  if (status !== 'committed') throw tooBusy()
  await afterCommit(eraseUser(context, me))
  return { erased: true }
}
