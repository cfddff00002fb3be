import type { ConversationId } from '@msg/core'
import { direct, everyday, furnished, room, scrolledUp, write } from './scenes.ts'
import type { Stage } from './stage.ts'

/** A state that a widget may be in; each is told of in docs/widgets.md. */
export type State =
  | 'everyday'
  | 'loading'
  | 'loading older'
  | 'empty'
  | 'not loaded'
  | 'unreachable'
  | 'not sent'
  | 'offline'
  | 'reconnecting'
  | 'polled'
  | 'signed out'
  | 'not joined'
  | 'left'
  | 'read only'
  | 'deleted'
  | 'new below'
  | 'rate limited'

/** What shows a widget in a state, and resolves once that is to be seen. */
export type Story = (stage: Stage) => Promise<unknown>

const inConversation = (conversationId: ConversationId) => ({ 'conversation-id': conversationId })

/** An inbox, and a conversation, over a line that is in some state at first. */
const over = (state: 'silent' | 'refuses' | 'busy', selector: string) => ({
  inbox: async (stage: Stage) => {
    stage.put('msg-inbox', {}, state)
    await stage.see(selector)
  },
  conversation: async (stage: Stage) => {
    stage.put('msg-conversation', inConversation(await direct(stage, 3)), state)
    await stage.see(selector)
  },
})

const signedOut =
  (tag: string, attributes: Readonly<Record<string, string>>): Story =>
  async ({ from, see }) => {
    from('/signed-out', tag, attributes)
    await see('[part=sign-in]')
  }

const unreachable =
  (tag: string, attributes: Readonly<Record<string, string>>): Story =>
  async ({ from, see }) => {
    from('/nowhere', tag, attributes)
    await see('p', 'cannot be reached')
  }

/** Every state that a widget may be in, and each widget that can be in it. A state without a story does not compile. */
export const stories: Readonly<Record<State, Readonly<Record<string, Story>>>> = {
  everyday: {
    async conversation(stage) {
      stage.put('msg-conversation', inConversation(await everyday(stage)))
      await stage.see('.receipt')
    },
    async inbox(stage) {
      stage.put('msg-inbox', inConversation(await furnished(stage)))
      await stage.see('.receipt')
    },
    async unchosen(stage) {
      await furnished(stage)
      stage.put('msg-inbox')
      await stage.see('.title', 'Travel')
    },
    async dm(stage) {
      await direct(stage, 5)
      stage.put('msg-dm', { 'user-id': stage.id('ben'), mode: 'inline' })
      await stage.see('.bubble')
    },
    async launcher(stage) {
      stage.put('msg-dm', { 'user-id': stage.id('ben'), label: 'Message Ben' })
      await stage.see('.launcher')
    },
    async badge(stage) {
      await furnished(stage)
      stage.put('msg-unread-badge')
      await stage.see('[part=badge]')
    },
    async room(stage) {
      const id = await room(stage)
      await stage.as('ana').members.join({ conversationId: id })
      stage.put('msg-room', { 'room-id': id })
      await stage.see('.bubble')
    },
  },
  loading: over('silent', '.skeletons'),
  'loading older': {
    async conversation(stage) {
      const line = stage.put('msg-conversation', inConversation(await direct(stage, 80)))
      await stage.see('.bubble', '80 ')
      line.set('silent')
      await scrolledUp(stage, '.edge.before.loading')
    },
  },
  empty: {
    async direct(stage) {
      stage.put('msg-conversation', inConversation(await direct(stage, 0)))
      await stage.see('.faces')
    },
    async group(stage) {
      const { id } = await stage.as('ana').conversations.startGroup({
        userIds: [stage.id('ben'), stage.id('noor'), stage.id('max'), stage.id('cleo')],
      })
      stage.put('msg-conversation', inConversation(id))
      await stage.see('.faces')
    },
    async inbox(stage) {
      stage.put('msg-inbox')
      await stage.see('.notice', 'No conversations yet')
    },
    async unread(stage) {
      await direct(stage, 3)
      stage.put('msg-inbox')
      const filter = await stage.see('.filters button:nth-of-type(2)')
      await stage.see('.row')
      filter.click()
      await stage.see('.notice', 'Nothing unread')
    },
    async search(stage) {
      await furnished(stage)
      stage.put('msg-inbox')
      const field = await stage.see('[part=input]')
      if (field instanceof HTMLInputElement) field.value = 'zebra crossing'
      field.dispatchEvent(new InputEvent('input', { bubbles: true, composed: true }))
      await stage.see('.notice', 'zebra')
    },
  },
  'not loaded': {
    ...over('refuses', '[role=alert]'),
    async room(stage) {
      stage.put('msg-room', { 'room-id': '01890000-0000-7000-8000-000000000000' })
      await stage.see('[role=alert]')
    },
  },
  unreachable: {
    inbox: unreachable('msg-inbox', {}),
    conversation: unreachable('msg-conversation', { 'conversation-id': 'x' }),
    room: unreachable('msg-room', { 'room-id': 'x' }),
    dm: unreachable('msg-dm', { 'user-id': 'ben', mode: 'inline' }),
  },
  'not sent': {
    async conversation(stage) {
      stage.put('msg-conversation', inConversation(await direct(stage, 3)), 'refuses sends')
      await stage.see('.bubble')
      await write(stage, 'will not go')
      await write(stage, 'and neither will this, which is somewhat longer than the one before it')
      await stage.see('.failed')
    },
  },
  offline: {
    async conversation(stage) {
      const line = stage.put('msg-conversation', inConversation(await direct(stage, 3)))
      await stage.see('.bubble')
      line.set('down')
      await write(stage, 'later')
      await stage.see('[part=bar] span')
    },
  },
  reconnecting: {
    async conversation(stage) {
      const line = stage.put('msg-conversation', inConversation(await direct(stage, 3)))
      await stage.see('.bubble')
      line.set('reconnects')
      await stage.see('[part=bar]')
    },
  },
  polled: {
    async conversation(stage) {
      stage.put('msg-conversation', inConversation(await direct(stage, 3)), 'polls')
      await stage.see('[part=dot]')
    },
  },
  'signed out': {
    inbox: signedOut('msg-inbox', {}),
    conversation: signedOut('msg-conversation', { 'conversation-id': 'x' }),
    room: signedOut('msg-room', { 'room-id': 'x' }),
    dm: signedOut('msg-dm', { 'user-id': 'ben', mode: 'inline', label: 'Ben Okri' }),
  },
  'not joined': {
    async room(stage) {
      stage.put('msg-room', { 'room-id': await room(stage) })
      await stage.see('.enter .primary')
    },
    async silent(stage) {
      stage.put('msg-room', {
        'room-id': await room(stage, 'A room nobody has said a word in, though its name is long', 0),
      })
      await stage.see('.enter .primary')
    },
    async closed(stage) {
      stage.put('msg-room', { 'room-id': await room(stage), join: 'none' })
      await stage.see('.enter')
    },
  },
  left: {
    async conversation(stage) {
      const id = await everyday(stage)
      await stage.as('ana').members.leave({ conversationId: id })
      stage.put('msg-conversation', inConversation(id))
      await stage.see('.closed')
    },
  },
  'read only': {
    async conversation(stage) {
      stage.put('msg-conversation', { ...inConversation(await direct(stage, 3)), readonly: '' })
      await stage.see('.closed')
    },
  },
  deleted: {
    async conversation(stage) {
      const id = await direct(stage, 2)
      const { messages } = await stage.as('ana').messages.list({ conversationId: id })
      for (const { id: messageId } of messages) await stage.as('ana').messages.retract({ messageId })
      await stage.as('ben').messages.send({ conversationId: id, body: 'well', replyTo: messages[0]?.id ?? '' })
      stage.put('msg-conversation', inConversation(id))
      await stage.see('.tombstone')
    },
  },
  'new below': {
    async conversation(stage) {
      const id = await direct(stage, 40)
      stage.put('msg-conversation', inConversation(id))
      await stage.see('.bubble', '40 ')
      await scrolledUp(stage, '.jump')
      for (const body of ['one', 'two', 'three']) await stage.as('ben').messages.send({ conversationId: id, body })
      await scrolledUp(stage, '.jump', '3')
    },
  },
  'rate limited': {
    async conversation(stage) {
      stage.put('msg-conversation', inConversation(await direct(stage, 3)), 'limits sends')
      await stage.see('.bubble')
      await write(stage, 'too soon')
      await stage.see('.pause')
    },
  },
}
