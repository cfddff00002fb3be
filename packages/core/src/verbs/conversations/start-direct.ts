import { MsgError } from '../../errors.ts'
import type { Conversation } from '../../model/conversation.ts'
import { directCreation, directId } from '../../rules/direct.ts'
import { inputOf, userId } from '../../rules/input.ts'
import { withPermissions } from '../../rules/permissions.ts'
import type { StartDirectInput } from '../../session.ts'
import { admitUsers, noSuchUser } from '../admit-users.ts'
import type { Verb } from '../context.ts'
import { commitOne, tooBusy, tries } from '../decide-and-commit.ts'
import { afterCommit } from '../told.ts'
import { conversationOf } from './get.ts'

const read = inputOf({ userId })

export const startDirect: Verb<StartDirectInput, Conversation> = async (context, input) => {
  const { userId: other } = read(input)
  if (other === context.me) throw new MsgError('self_message', 'a direct is with somebody else')
  const conversationId = directId(context.me, other)
  const existing = await context.store.conversation(context.me, conversationId)
  if (existing !== null) return withPermissions(existing, context.host)
  for (let attempt = 0; attempt < tries; attempt += 1) {
    // Who has blocked me is to me a user who does not exist.
    await admitUsers(context, [other], noSuchUser)
    // When the other one is faster, the id exists: it is the same direct.
    const { status } = await commitOne(context, {
      conversationId,
      actor: context.me,
      changes: [directCreation(context.me, other)],
      guards: [{ on: 'blocks', userId: other, version: 0 }],
    })
    if (status !== 'stale') return afterCommit(conversationOf(context, conversationId))
  }
  throw tooBusy()
}
