import type { ConversationState } from '../model/conversation.ts'
import { isService } from '../model/ids.ts'
import type { ConversationId, MessageId } from '../model/ids.ts'
import type { Viewer } from '../ports/store.ts'
import type { TargetRight } from '../ports/targets.ts'
import { isAdmitted, notFound } from '../rules/decision.ts'
import type { Facts } from '../rules/decision.ts'
import { noRights, noServiceRights, serviceRights } from '../rules/rights.ts'
import type { Rights } from '../rules/rights.ts'
import type { Context } from './context.ts'

/**
 * What the host's targets let me do in a conversation without being a member of it; a service does everything wherever it may
 * act, and is a stranger elsewhere. A private room is its members', and of those who moderate its target.
 * @throws what the targets fail with
 */
export const rightsIn = async (
  { targets, me, within }: Pick<Context, 'targets' | 'me' | 'within'>,
  { id, kind, visibility, target }: Pick<ConversationState, 'id' | 'kind' | 'visibility' | 'target'>,
): Promise<Rights> => {
  if (isService(me)) return within === null || within.has(id) ? serviceRights : noServiceRights
  if (target === null) return noRights
  const allows = (right: TargetRight) => targets.allows(me, right, target)
  const channel = kind === 'channel'
  const [view, post, moderate] = await Promise.all([
    channel || visibility === 'public' ? allows('view') : false,
    channel ? allows('post') : false,
    allows('moderate'),
  ])
  return { view, post, moderate, personal: true }
}

/** Whether these rights let somebody see what there is about a target who is nothing there. */
export const admits = ({ view, moderate }: Rights): boolean => view || moderate

/** Names a conversation, or that of a message. */
export type Place = { readonly conversationId: ConversationId } | { readonly messageId: MessageId }

/** What rules decide from about a place, with my rights there; null where there is no such place. */
export const factsOf = async (context: Context, place: Place): Promise<Facts | null> => {
  const slice = await context.store.slice({ ...place, userIds: [context.me] })
  return slice === null ? null : { ...slice, rights: await rightsIn(context, slice.conversation) }
}

/**
 * What I see of a conversation or a message: as myself and, only if there is nothing to see, as my rights admit me.
 * @throws not_found
 */
export const seen = async <T>(
  context: Context,
  place: Place,
  read: (viewer: Viewer) => Promise<T | null>,
): Promise<T> => {
  const own = await read(context.me)
  if (own !== null) return own
  const facts = await factsOf(context, place)
  const admitted = facts !== null && isAdmitted(facts, context.me)
  const whole = admitted ? await read({ userId: context.me, admitted }) : null
  if (whole === null) throw notFound()
  return whole
}
