import type { Message, Notice, Target } from '@msg/core'
import { userIdToJson } from '../shared/user-id.ts'

/** How much a notification tells: what was said by whom, or also how they and what it is about are called. */
export type NotificationKind = 'compact' | 'full'

/** A message as a notification tells it. */
export interface Notification {
  readonly notice: Pick<Notice, 'profiles' | 'describe'>
  readonly message: Message
  /** What it is about, or whom it is for. */
  readonly target: Target
  /** The integer by which this surface knows the message. */
  readonly id: number
}

/** The value of the forerunner's notification of a message. What was taken back is told without a text. */
export const notificationOf = async (
  { notice, message, target, id }: Notification,
  kind: NotificationKind,
): Promise<object> => {
  const { verb, authorId, createdAt } = message
  const [author] = await notice.profiles([authorId])
  const username = author?.username ?? authorId
  const text = valueOf(message.body ?? '')
  if (kind === 'compact') return { id, verb, message: text, user: username, timestamp: createdAt }
  return {
    id,
    time: createdAt,
    payload: {
      author: { username, real_name: author?.displayName ?? '' },
      context: { type: target.type, metadata: await metadataOf(notice, target), verb },
      message: text,
    },
  }
}

/** Objects and lists written as JSON are told as such; any other text stays text, whatever it looks like. */
const valueOf = (text: string): unknown => {
  if (!/^\s*[[{]/.test(text)) return text
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

/** What the object is called; of a form also its `form_id`, as the host describes it. */
const metadataOf = async (notice: Notification['notice'], { type, id }: Target): Promise<object> => {
  const described = await notice.describe({ type, id })
  const formId = type === 'xform' ? described?.extra?.['form_id'] : undefined
  return { id: userIdToJson(id), name: described?.name ?? '', ...(formId === undefined ? {} : { form_id: formId }) }
}
