import type { Message, Profile, Target, Timestamp } from '@msg/core'
import { userIdToJson } from '../shared/user-id.ts'

/** A message as the forerunner tells it where its target is known anyway. */
export interface ShortMessage {
  readonly id: number
  readonly verb: string
  readonly message: string
  /** The author's username; null when the account is gone. */
  readonly user: string | null
  readonly timestamp: Timestamp
}

/** The same with its target. */
export interface FullMessage extends ShortMessage {
  readonly target_id: string | number
  readonly target_type: string
}

/** What a message is told from. */
export interface Told {
  readonly message: Message
  /** The integer by which this surface knows it. */
  readonly number: number
  /** Of its author. */
  readonly profile: Profile | undefined
}

/** The five fields. */
export const shortMessage = ({ message, number, profile }: Told): ShortMessage => ({
  id: number,
  verb: message.verb,
  message: message.body ?? '',
  user: profile === undefined ? null : (profile.username ?? profile.id),
  timestamp: message.createdAt,
})

/** The seven fields. */
export const fullMessage = (told: Told, { type, id }: Target): FullMessage => ({
  ...shortMessage(told),
  target_id: userIdToJson(id),
  target_type: type,
})
