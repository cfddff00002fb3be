import type { Message, Notice, Target } from '@msg/core'

/** How much a payload tells: what was said by whom, or also how they and what it is about are called. */
export type PayloadKind = 'compact' | 'full'

/** A payload of the host's own: what is published of a message, for whom or what. */
export type Payload = (told: {
  readonly notice: Notice
  readonly message: Message
  readonly target: Target
}) => string | Promise<string>

/** What a payload is made of. */
export interface PayloadOptions {
  readonly kind: PayloadKind
  /** Whether a text that is JSON is sent as the value it stands for. */
  readonly parseJson: boolean
}

/** The payload of a sent message, as JSON. */
export const payloadOf = (
  notice: Notice,
  message: Message,
  { target, kind, parseJson }: PayloadOptions & { readonly target: Target },
): string | Promise<string> => {
  const { id, verb, authorId, createdAt } = message
  const text = parseJson ? valueOf(message.body ?? '') : message.body
  if (kind === 'full') return fullPayload(notice, message, { target, text })
  return JSON.stringify({ id, verb, message: text, user: authorId, timestamp: createdAt })
}

const fullPayload = async (
  notice: Notice,
  { verb, authorId, createdAt, id }: Message,
  { target, text }: { readonly target: Target; readonly text: unknown },
): Promise<string> => {
  const author = await authorOf(notice, authorId)
  const context = { type: target.type, metadata: await metadataOf(notice, target), verb }
  return JSON.stringify({ id, time: createdAt, payload: { author, context, message: text } })
}

const valueOf = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

const authorOf = async (notice: Notice, userId: string) => {
  const [profile] = await notice.profiles([userId])
  return { username: profile?.username ?? userId, real_name: profile?.displayName ?? '' }
}

/** What the object is called; of a form also its `form_id`, as the host describes it. */
const metadataOf = async (notice: Notice, { type, id }: Target) => {
  const described = await notice.describe({ type, id })
  const [profile] = described === null && type === 'user' ? await notice.profiles([id]) : []
  const name = described?.name ?? profile?.displayName ?? ''
  const formId = type === 'xform' ? described?.extra?.['form_id'] : undefined
  return { id, name, ...(formId === undefined ? {} : { form_id: formId }) }
}
