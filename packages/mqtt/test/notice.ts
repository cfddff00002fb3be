import type { Message, Notice, Target } from '@msg/core'

/** What a notice is about. */
interface Said {
  readonly target?: Target
  readonly members?: readonly string[]
  readonly body?: string | null
  readonly verb?: string
}

const messageOf = ({ body = 'hello', verb = 'message' }: Said): Message => ({
  id: '019e0000-0000-7000-8000-000000000002',
  conversationId: '019e0000-0000-7000-8000-000000000001',
  seq: 1,
  revision: 2,
  authorId: 'alice',
  verb,
  body,
  replyTo: null,
  mentions: [],
  reactions: [],
  createdAt: '2026-11-20T09:04:44.123Z',
  editedAt: null,
  retractedAt: null,
  pinnedAt: null,
  pinnedBy: null,
})

/** The notice of a message by alice. */
export const noticeOf = (said: Said): Notice & { readonly message: Message } => {
  const message = messageOf(said)
  const { conversationId, createdAt } = message
  const { target = null, members = [] } = said
  return {
    message,
    change: {
      id: 'epoch:7',
      type: 'message.sent',
      conversationId,
      revision: 2,
      actor: 'alice',
      at: createdAt,
      subject: message,
    },
    attempt: 1,
    conversation: async () => ({
      id: conversationId,
      kind: target === null ? 'group' : 'channel',
      title: null,
      visibility: 'private',
      target,
    }),
    async *audience() {
      yield* members
    },
    profiles: async (ids) => ids.map((id) => ({ id, displayName: `${id} L.`, username: `${id}_l`, isActive: true })),
    describe: async ({ type }) =>
      type === 'user' ? null : { name: `a ${type}`, extra: { form_id: 'household', secret: 1 } },
    async *missedBy() {},
  }
}
