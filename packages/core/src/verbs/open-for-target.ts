import { MsgError } from '../errors.ts'
import type { Conversation } from '../model/conversation.ts'
import type { ConversationId } from '../model/ids.ts'
import type { Target } from '../model/target.ts'
import type { CreationDraft } from '../ports/store.ts'
import { notFound } from '../rules/decision.ts'
import { withPermissions } from '../rules/permissions.ts'
import type { Rights } from '../rules/rights.ts'
import { titleAfter } from '../rules/rooms.ts'
import type { Context } from './context.ts'
import { conversationOf } from './conversations/get.ts'
import { commitMade } from './decide-and-commit.ts'
import { rightsIn } from './rights.ts'
import { afterCommit } from './told.ts'

/** What is opened about a target, and who may make it where there is none yet. */
export interface Opening {
  readonly conversationId: ConversationId
  readonly target: Target
  readonly creation: CreationDraft
  /** @throws what refuses these rights */
  readonly admit: (rights: Rights) => void
}

/**
 * The one conversation of its kind about a target: found, or made. Who is a member finds it in any case; everybody else has
 * to be able to view the target.
 * @throws not_found (no such target, or not mine to see), gone (it was deleted)
 */
export const openForTarget = async (context: Context, opening: Opening): Promise<Conversation> => {
  const { store, host, me } = context
  const { conversationId } = opening
  const own = await store.conversation(me, conversationId)
  if (own !== null) return withPermissions(own, { ...host, rights: await rightsIn(context, own) })
  await makeForTarget(context, opening)
  return afterCommit(conversationOf(context, conversationId))
}

/** Makes it where there is none. When somebody else is faster, theirs is it. @throws not_found, gone */
export const makeForTarget = async (context: Context, opening: Opening): Promise<void> => {
  const { store, targets, me } = context
  const { conversationId, target, creation } = opening
  if (!(await targets.resolve(target))) throw notFound()
  const rights = await rightsIn(context, { id: conversationId, kind: creation.kind, visibility: 'public', target })
  if ((await store.slice({ conversationId, userIds: [me] })) !== null) return
  opening.admit(rights)
  // A user's name would outlast the user.
  const isNamed = creation.kind === 'room' && creation.title === null && target.type !== 'user'
  const title = isNamed ? titleAfter(await targets.describe(target)) : creation.title
  const changes = [{ ...creation, title }]
  const outcome = await commitMade(context, { conversationId, actor: me, changes, guards: [] })
  if (outcome.status === 'duplicate' && outcome.used.gone)
    throw new MsgError('gone', 'what was about this target was deleted')
}
