import type { EditMessageInput, UserId } from '@msg/core'
import { refusedByBlock } from '../blocks.ts'
import { refused } from '../outcome.ts'
import type { Expected } from '../outcome.ts'
import { someMessage } from '../pool.ts'
import { onMessage } from '../seen.ts'
import { allActive } from '../sending.ts'
import type { OracleState } from '../state.ts'
import type { OracleVerb } from '../verb.ts'
import { logOnMessage } from '../writing.ts'

/** Editing one's own; the same text is no change. */
export const editVerb: OracleVerb = {
  name: 'messages.edit',
  weight: 5,
  plan(state, actor, pick) {
    const input: EditMessageInput = {
      messageId: someMessage(state, pick),
      body: pick.of(['yes', 'rather not', 'perhaps'], 'perhaps'),
      ...(pick.once(6) ? { mentions: [pick.of(state.people.users, actor)] } : {}),
    }
    return {
      actor,
      input,
      run: (session, options) => session.messages.edit(input, options),
      expect: () => expectEdit(state, actor, input),
    }
  },
}

const expectEdit = (
  state: OracleState,
  actor: UserId,
  { messageId, body, mentions = [] }: EditMessageInput,
): Expected =>
  onMessage(state, { actor, messageId }, ({ conversation, message }) => {
    if (message.authorId !== actor) return refused('forbidden', 'not_author')
    const blocked = refusedByBlock(state, conversation, actor)
    if (blocked !== null) return blocked
    if (message.texts.length === 0) return refused('message_retracted')
    if (!allActive(conversation, mentions)) return refused('forbidden', 'not_members')
    if (message.texts.at(-1)?.body === body) return null
    message.texts = [...message.texts, { body, mentions, revision: conversation.revision + 1 }]
    logOnMessage(state, { conversation, message }, { type: 'message.edited', actor })
    return null
  })
