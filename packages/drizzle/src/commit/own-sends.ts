import type { CommitItem, LoggedChange, Snapshot } from '@msg/core'
import type { Answer } from './outcomes.ts'

/**
 * The messages that this process sent lately, as the log tells of them. Who reads the log has the database say where they stand,
 * and fetch only the rest.
 */
export interface OwnSends {
  /** Keeps what was sent of a batch that the database answered, if anybody reads the log. */
  keep(items: readonly CommitItem[], answers: readonly Answer[]): void
  /**
   * To be called before somebody reads on after a snapshot; what is returned, with the snapshot that is answered, which sees all
   * that is kept by now. What everybody has seen is let go.
   */
  reading(after: Snapshot): (snapshot: Snapshot) => void
  /** By position, all that a snapshot may not have seen; nothing when nobody's last read ended with it. */
  since(snapshot: Snapshot): ReadonlyMap<number, LoggedChange>
  /** To be called when the database failed: it may not be the same any more. */
  forget(): void
}

/** Beyond these everything is let go: it is in the log. Readers: the tail, and notifiers. */
const most = { changes: 4_096, characters: 4_194_304, readers: 64 } as const

/** Who stands at a snapshot. */
interface Place {
  /** Readers whose last page ended with it. */
  readonly readers: number
  /** How many messages had been sent before the read that ended with it began. */
  readonly sent: number
}

interface Kept {
  readonly logged: LoggedChange
  readonly characters: number
}

export const createOwnSends = (epoch: string): OwnSends => {
  const seen = new Map<Snapshot, Place>()
  let kept: Kept[] = []
  let dropped = 0
  let characters = 0

  const forget = (): void => {
    dropped += kept.length
    kept = []
    characters = 0
    seen.clear()
  }
  /** Others may stand where a reader came from. */
  const leave = (snapshot: Snapshot): void => {
    const place = seen.get(snapshot)
    if (place === undefined) return
    if (place.readers === 1) seen.delete(snapshot)
    else seen.set(snapshot, { ...place, readers: place.readers - 1 })
  }
  const arrive = (snapshot: Snapshot, sent: number): void => {
    const place = seen.get(snapshot) ?? { readers: 0, sent }
    seen.set(snapshot, { readers: place.readers + 1, sent: Math.max(place.sent, sent) })
  }
  /** Let go of early: what lives long is moved by V8 to its old generation, which is collected seldom. */
  const dropSeen = (): void => {
    const first = Math.min(...[...seen.values()].map(({ sent }) => sent))
    const before = kept.splice(0, first - dropped)
    dropped += before.length
    for (const one of before) characters -= one.characters
  }
  return {
    keep(items, answers) {
      if (seen.size === 0) return
      for (const [index, item] of items.entries()) {
        const sent = sentAs(epoch, item, answers[index])
        if (sent === null) continue
        kept.push(sent)
        characters += sent.characters
      }
      if (kept.length > most.changes || characters > most.characters) forget()
    },
    reading(after) {
      const sent = dropped + kept.length
      return (snapshot) => {
        leave(after)
        arrive(snapshot, sent)
        if (seen.size > most.readers) forget()
        else dropSeen()
      }
    },
    since(snapshot) {
      const from = (seen.get(snapshot)?.sent ?? Infinity) - dropped
      return new Map(kept.slice(Math.max(0, from)).map(({ logged }) => [logged.position, logged]))
    },
    forget,
  }
}

/** A message as the log tells of it while nothing else has happened to it. */
const sentAs = (
  epoch: string,
  { conversationId, actor, changes }: CommitItem,
  answer: Answer | undefined,
): Kept | null => {
  const [draft] = changes
  if (answer?.position === undefined || answer.outcome.status !== 'committed') return null
  const { at, stamps } = answer.outcome
  const { revision = null, seq } = stamps[0] ?? {}
  if (conversationId === null || draft?.type !== 'message.sent' || seq === undefined || revision === null) return null
  const { id, verb, body, replyTo, mentions } = draft
  const logged: LoggedChange = {
    position: answer.position,
    audience: 'members',
    conversationRevision: revision,
    change: {
      id: `${epoch}:${answer.position}`,
      type: 'message.sent',
      conversationId,
      revision,
      actor,
      at,
      subject: {
        id,
        conversationId,
        seq,
        revision,
        authorId: actor,
        verb,
        body,
        replyTo,
        mentions,
        attachments: [],
        reactions: [],
        createdAt: at,
        editedAt: null,
        retractedAt: null,
        pinnedAt: null,
        pinnedBy: null,
      },
    },
  }
  return { logged, characters: body.length }
}
