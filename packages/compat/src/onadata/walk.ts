import { channelId, isMsgError } from '@msg/core'
import type { Message, MessageFilter, Profile, Session, Target } from '@msg/core'

/** Messages about a target, and the profiles of their authors. */
export interface Walked {
  readonly messages: readonly Message[]
  readonly profiles: ReadonlyMap<string, Profile>
}

/** Which messages to walk over. */
export interface Walk {
  readonly target: Target
  readonly filter: MessageFilter
  /** What no filter says; null where there is nothing of the kind. */
  readonly matches: ((message: Message) => boolean) | null
}

/** Which of those that fit are wanted. */
export interface Stretch {
  readonly skip: number
  readonly take: number
}

/** How many messages are looked at where each has to be: for what no filter of the engine says. */
export const lookedAtMost = 10_000

const readAtOnce = 100

/**
 * The messages about a target, newest first, without those taken back. Reads a hundred at a time, from the newest on: a page far
 * back takes as many reads as there are hundreds before it.
 */
export const walk = async (session: Session, query: Walk, { skip, take }: Stretch): Promise<Walked> => {
  if (take <= 0) return { messages: [], profiles: new Map() }
  const messages: Message[] = []
  const profiles = new Map<string, Profile>()
  let passed = 0
  let looked = 0
  for await (const page of pagesOf(session, query)) {
    for (const profile of page.profiles) profiles.set(profile.id, profile)
    const fitting = page.messages.filter((message) => message.body !== null && (query.matches?.(message) ?? true))
    messages.push(...fitting.slice(Math.max(0, skip - passed), Math.max(0, skip + take - passed)))
    passed += fitting.length
    looked += page.messages.length
    if (messages.length >= take || (query.matches !== null && looked >= lookedAtMost)) break
  }
  return { messages, profiles }
}

interface Page {
  readonly messages: readonly Message[]
  readonly profiles: readonly Profile[]
}

async function* pagesOf(session: Session, { target, filter }: Walk): AsyncGenerator<Page, void, void> {
  let before: number | undefined
  for (;;) {
    const page = await unlessNothing(
      session.messages.list({
        conversationId: channelId(target),
        ...filter,
        ...(before === undefined ? {} : { before }),
        limit: readAtOnce,
      }),
    )
    if (page === null) return
    yield page
    before = page.next ?? page.messages.at(-1)?.seq
    if (!page.more || before === undefined) return
  }
}

/** What was asked for; null where nothing has been posted yet, or there is nothing to see any more. */
export const unlessNothing = <T>(asked: Promise<T>): Promise<T | null> =>
  asked.catch((error: unknown) => {
    if (isMsgError(error) && error.code === 'not_found') return null
    throw error
  })
