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

/** The payload of a sent message, as JSON. A text that is JSON goes in as it is: read and written again, a large number would be another. */
export const payloadOf = (
  notice: Notice,
  message: Message,
  { target, kind, parseJson }: PayloadOptions & { readonly target: Target },
): string | Promise<string> => {
  const { id, verb, authorId, createdAt } = message
  const text = parseJson ? valueOf(message.body ?? '') : JSON.stringify(message.body)
  if (kind === 'full') return fullPayload(notice, message, { target, text })
  const [before, after] = [JSON.stringify({ id, verb }), JSON.stringify({ user: authorId, timestamp: createdAt })]
  return `${before.slice(0, -1)},"message":${text},${after.slice(1)}`
}

const fullPayload = async (
  notice: Notice,
  { verb, authorId, createdAt, id }: Message,
  { target, text }: { readonly target: Target; readonly text: string },
): Promise<string> => {
  const author = await authorOf(notice, authorId)
  const context = { type: target.type, metadata: await metadataOf(notice, target), verb }
  const [before, payload] = [JSON.stringify({ id, time: createdAt }), JSON.stringify({ author, context })]
  return `${before.slice(0, -1)},"payload":${payload.slice(0, -1)},"message":${text}}}`
}

/** A text that is JSON, or as JSON. */
const valueOf = (text: string): string => {
  try {
    JSON.parse(text)
    return text.trim()
  } catch {
    return JSON.stringify(text)
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
