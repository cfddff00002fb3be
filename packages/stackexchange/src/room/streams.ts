import { abortable } from '../abort.ts'
import { toChatEvent } from '../chat-event.ts'
import type { ChatContext } from '../context.ts'
import { isStackExchangeError, StackExchangeError } from '../errors.ts'
import { createListeners } from '../listeners.ts'
import type { CallOptions, ChatEvent, ChatEventOf, EventOptions, Message } from '../model.ts'
import type { EventType } from '../protocol/event.ts'
import { whyNoAccess } from '../sender/write.ts'
import { Subscription } from '../watch/subscription.ts'

const BUFFER = 1_000

/** Comes into a room; an absent one and a private one are told apart by the room's page. */
export const joinRoom = async (context: ChatContext, roomId: number, signal?: AbortSignal): Promise<void> => {
  try {
    await context.feed.join(roomId, signal)
  } catch (error) {
    if (isStackExchangeError(error) && error.code === 'not-found') throw await whyNoAccess(context, roomId, signal)
    throw error
  }
}

const isOneOf =
  <T extends EventType>(types: readonly T[] | undefined) =>
  (event: ChatEvent): event is ChatEventOf<T> =>
    types === undefined || types.some((type) => type === event.type)

/** Every event of some types, without end. */
export async function* newEvents<T extends EventType = EventType>(
  context: ChatContext,
  roomId: number,
  { types, since, buffer = BUFFER, signal }: EventOptions<T> = {},
): AsyncGenerator<ChatEventOf<T>, undefined> {
  await joinRoom(context, roomId, signal)
  const { feed } = context
  const wanted = isOneOf(types)
  const source = {
    subscribe: feed.subscribe.bind(feed, roomId),
    cursor: () => feed.cursorOf(roomId),
    replay: (from: number, lastMessageId: number | null) => feed.replay(roomId, from, lastMessageId),
  }
  const passes = (event: { readonly type: EventType }) =>
    types === undefined || types.some((type) => type === event.type)
  const subscription = new Subscription(source, { since, passes, signal, limit: buffer })
  try {
    for await (const event of subscription) {
      const mapped = toChatEvent(context, event)
      if (wanted(mapped)) yield mapped
    }
  } finally {
    await subscription.return()
  }
  return undefined
}

/** Every new message, without end. */
export async function* newMessages(
  context: ChatContext,
  roomId: number,
  options: Omit<EventOptions, 'types'> = {},
): AsyncGenerator<Message, undefined> {
  for await (const event of newEvents(context, roomId, { ...options, types: ['message-posted'] })) yield event.message
  return undefined
}

/** Calls back for every event; what the callback throws is logged and changes nothing. */
export const watch = async (
  context: ChatContext,
  roomId: number,
  listener: (event: ChatEvent) => void,
  { signal }: CallOptions = {},
): Promise<() => void> => {
  await joinRoom(context, roomId, signal)
  const listeners = createListeners<ChatEvent>(context.logger, 'room')
  listeners.add(listener)
  const unsubscribe = context.feed.subscribe(roomId, {
    push(events) {
      for (const event of events) listeners.tell(toChatEvent(context, event))
    },
    end(error) {
      const code = isStackExchangeError(error) ? error.code : 'unexpected'
      if (error !== undefined) context.logger.warn('watching ended', { roomId, code })
    },
  })
  const stop = () => {
    signal?.removeEventListener('abort', stop)
    unsubscribe()
  }
  signal?.addEventListener('abort', stop, { once: true })
  return stop
}

/** Waits for own posts to come back as events. */
export const observePosts = (context: ChatContext, roomId: number) => {
  const ids = new Set<number>()
  let wake: (() => void) | null = null
  let ended: unknown
  const stop = context.feed.subscribe(roomId, {
    push(events) {
      for (const event of events) if (event.type === 'message-posted') ids.add(event.messageId)
      wake?.()
    },
    end(error) {
      ended = error ?? new StackExchangeError('closed')
      wake?.()
    },
  })
  return {
    stop,
    async seen(id: number, signal?: AbortSignal): Promise<void> {
      while (!ids.has(id)) {
        if (ended !== undefined) throw ended
        await abortable(new Promise<void>((resolve) => (wake = resolve)), signal)
      }
    },
  }
}
