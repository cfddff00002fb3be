import type { Client } from '@msg/client'
import { isMsgError, uuidFromTime } from '@msg/core'
import type { Change, Conversation, LiveEvent, Message, MessagePage, Profile } from '@msg/core'

/** A message on its way, or stuck: it keeps its id, so trying again never doubles it. */
export interface Unsent {
  readonly id: string
  readonly conversationId: string
  readonly body: string
  /** Why it did not go out; null while it is under way. */
  readonly failure: string | null
}

/** The messages of a conversation that are loaded, oldest first. */
export interface Timeline {
  readonly messages: readonly Message[]
  /** Whether there are older ones. */
  readonly more: boolean
}

/** What the page shows, and what can be done with it. `onChange` is called after everything that changes it. */
export interface Chat {
  readonly me: string
  conversations(): readonly Conversation[]
  opened(): Conversation | null
  timeline(): Timeline
  unsent(): readonly Unsent[]
  nameOf(userId: string): string
  open(conversationId: string): Promise<void>
  older(): Promise<void>
  startDirect(userId: string): Promise<void>
  send(body: string): Promise<void>
  retry(id: string): Promise<void>
  markRead(): Promise<void>
  /** Takes in what happened. */
  apply(event: LiveEvent): Promise<void>
}

const empty: Timeline = { messages: [], more: false }

/** Whether trying the same again may help. */
const passing = (error: unknown): boolean =>
  isMsgError(error) && ['offline', 'timeout', 'unavailable', 'busy', 'rate_limited'].includes(error.code)

export const createChat = (client: Client, onChange: () => void): Chat => {
  const conversations = new Map<string, Conversation>()
  const timelines = new Map<string, Timeline>()
  const profiles = new Map<string, Profile>()
  const unsent = new Map<string, Unsent>()
  let opened: string | null = null

  const know = (found: readonly Profile[]): void => {
    for (const profile of found) profiles.set(profile.id, profile)
  }
  const add = (message: Message): void => {
    unsent.delete(message.id)
    const timeline = timelines.get(message.conversationId)
    if (timeline === undefined) return
    const others = timeline.messages.filter(({ id }) => id !== message.id)
    const messages = [...others, message].toSorted((a, b) => a.seq - b.seq)
    timelines.set(message.conversationId, { ...timeline, messages })
  }
  /** Changes may come late or again: the higher revision holds. */
  const keepNewer = (message: Message): void => {
    const known = timelines.get(message.conversationId)?.messages.find(({ id }) => id === message.id)
    if (known === undefined || known.revision < message.revision) add(message)
  }
  const refresh = async (conversationId: string): Promise<void> => {
    try {
      conversations.set(conversationId, await client.conversations.get({ conversationId }))
    } catch (error) {
      if (!isMsgError(error) || error.code !== 'not_found') throw error
      conversations.delete(conversationId)
    }
  }
  const loadTimeline = async (conversationId: string): Promise<void> => {
    timelines.set(conversationId, loaded(await client.messages.list({ conversationId })))
  }
  const loaded = (page: MessagePage): Timeline => {
    know(page.profiles)
    return { messages: page.messages.toReversed(), more: page.more }
  }
  const loadAll = async (): Promise<void> => {
    const page = await client.inbox.list({ limit: 100 })
    know(page.profiles)
    conversations.clear()
    for (const conversation of page.conversations) conversations.set(conversation.id, conversation)
    timelines.clear()
    opened ??= page.conversations[0]?.id ?? null
    if (opened !== null) await loadTimeline(opened)
    onChange()
  }
  const applyChanges = async (changes: readonly Change[]): Promise<void> => {
    for (const { subject } of changes) if (subject !== 'gone' && 'body' in subject) keepNewer(subject)
    const touched = new Set(changes.flatMap(({ conversationId }) => conversationId ?? []))
    await Promise.all([...touched].map(refresh))
    onChange()
  }
  const post = async (item: Unsent): Promise<void> => {
    unsent.set(item.id, { ...item, failure: null })
    onChange()
    try {
      const { id, conversationId, body } = item
      add(await client.messages.send({ id, conversationId, body }))
    } catch (error) {
      const failure = isMsgError(error) ? error.message : 'something went wrong'
      unsent.set(item.id, { ...item, failure })
      if (passing(error)) retryWhenBack()
    }
    onChange()
  }
  const retryWhenBack = (): void => {
    const stop = client.connection.onChange((state) => {
      if (state !== 'online') return
      stop()
      for (const item of unsent.values()) if (item.failure !== null) void post(item)
    })
  }

  return {
    me: client.me,
    conversations: () =>
      [...conversations.values()]
        .filter(({ me }) => me.status === 'active')
        .toSorted((a, b) => latest(b).localeCompare(latest(a))),
    opened: () => conversations.get(opened ?? '') ?? null,
    timeline: () => timelines.get(opened ?? '') ?? empty,
    unsent: () => [...unsent.values()].filter(({ conversationId }) => conversationId === opened),
    nameOf: (userId) => profiles.get(userId)?.displayName ?? userId,
    async open(conversationId) {
      opened = conversationId
      if (!timelines.has(conversationId)) await loadTimeline(conversationId)
      onChange()
    },
    async older() {
      const timeline = timelines.get(opened ?? '')
      const before = timeline?.messages[0]?.seq
      if (opened === null || timeline === undefined || before === undefined) return
      const page = loaded(await client.messages.list({ conversationId: opened, before }))
      timelines.set(opened, { messages: [...page.messages, ...timeline.messages], more: page.more })
      onChange()
    },
    async startDirect(userId) {
      const direct = await client.conversations.startDirect({ userId })
      conversations.set(direct.id, direct)
      await this.open(direct.id)
    },
    async send(body) {
      if (opened === null) return
      const id = uuidFromTime(Date.now(), crypto.getRandomValues(new Uint8Array(10)))
      await post({ id, conversationId: opened, body, failure: null })
    },
    async retry(id) {
      const item = unsent.get(id)
      if (item !== undefined) await post(item)
    },
    async markRead() {
      const conversation = conversations.get(opened ?? '')
      if (conversation === undefined || !conversation.me.can.markRead) return
      if (conversation.lastSeq <= conversation.me.readSeq) return
      await client.receipts.markRead({ conversationId: conversation.id, seq: conversation.lastSeq })
    },
    async apply(event) {
      if (event.type === 'changes') {
        know(event.profiles)
        await applyChanges(event.changes)
      } else if (event.type === 'resync' || conversations.size === 0) await loadAll()
    },
  }
}

const latest = (conversation: Conversation): string => conversation.lastMessage?.createdAt ?? conversation.createdAt
