import { MsgError } from '@msg/core'
import type { Connection, Session } from '@msg/core'

/** What becomes of writes: they arrive, never leave, arrive without an answer, or are refused for now. */
export type LineState = 'up' | 'down' | 'loses answers' | 'busy'

/** A session whose writes go over a line that the test cuts and mends. */
export interface Line {
  readonly session: Session
  /** How often something was tried, by verb. */
  readonly tries: Map<string, number>
  /** What was tried, in order. */
  readonly sent: string[]
  set(state: LineState): void
}

/** Puts a line before a session. */
export const overLine = (session: Session, first: LineState = 'up'): Line => {
  let state = first
  const tries = new Map<string, number>()
  const sent: string[] = []
  const listeners = new Set<(state: Connection['state']) => void>()
  const write =
    <Input, Answer>(name: string, verb: (input: Input) => Promise<Answer>) =>
    async (input: Input): Promise<Answer> => {
      tries.set(name, (tries.get(name) ?? 0) + 1)
      if (state === 'down') throw new MsgError('offline', 'the line is down', { outcome: 'none' })
      if (state === 'busy') throw new MsgError('busy', 'the server is busy')
      const answer = await verb(input)
      if (state === 'loses answers') throw new MsgError('offline', 'the answer is lost', { outcome: 'unknown' })
      return answer
    }
  const { messages, reactions, receipts } = session
  return {
    tries,
    sent,
    set(next) {
      state = next
      if (next === 'up') for (const listener of listeners) listener('online')
    },
    session: {
      ...session,
      connection: {
        get state() {
          return state === 'down' ? 'offline' : 'online'
        },
        polls: false,
        onChange(listener) {
          listeners.add(listener)
          return () => void listeners.delete(listener)
        },
      },
      messages: {
        ...messages,
        send: write('messages.send', (input) => {
          sent.push(input.body)
          return messages.send(input)
        }),
        edit: write('messages.edit', messages.edit),
        retract: write('messages.retract', messages.retract),
        hide: write('messages.hide', messages.hide),
        pin: write('messages.pin', messages.pin),
        unpin: write('messages.unpin', messages.unpin),
      },
      reactions: {
        add: write('reactions.add', reactions.add),
        remove: write('reactions.remove', reactions.remove),
      },
      receipts: { ...receipts, markRead: write('receipts.markRead', receipts.markRead) },
    },
  }
}
