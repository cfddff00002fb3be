import { isMsgError } from '@msg/core'
import type { ConversationId, Messaging, UserId } from '@msg/core'
import { people } from '../people.ts'
import { declarationIn, languages } from './declaration.ts'

/** Ids of what the demo begins with: always the same, so that beginning again makes nothing twice. */
const idOf = (n: number): string => `019e0000-0000-7000-8000-${n.toString(16).padStart(12, '0')}`

const lobby = idOf(1)
/** Sent last: where it is, everything is. */
const welcome = idOf(2)

/** What somebody says. */
type Line = readonly [UserId, string]

/** What two hobbits say to one another. */
const hobbits: readonly Line[] = [
  ['sam', 'Mr. Frodo, have you seen the good pan anywhere?'],
  ['frodo', 'Under the *third* pack from the left. You put it there yourself, so as not to forget it.'],
  ['sam', 'So I did. ☺️'],
  ['frodo', 'When do we leave?'],
  ['sam', 'After second breakfast, I should think. Nobody ever saved anything on an empty stomach.'],
]

const advice: readonly Line[] = [
  ['alice', 'Is it true that you are never late?'],
  ['gandalf', 'Quite true. My clock is merely of another opinion now and then.'],
  ['alice', 'The rabbit here has the same trouble. He consults his twice a minute.'],
  ['gandalf', '> He consults his twice a minute.\n\nThen he has two troubles.'],
]

const travel: readonly Line[] = [
  ['carol', 'I put the plan for the lighthouse trip here: https://example.org/lighthouse'],
  ['dave', 'Saturday works for me. `06:40` from platform 2?'],
  ['bob', '👍'],
  ['carol', '- warm coat\n- torch\n- something to read in the train'],
]

/**
 * Fills an empty demo with people who have been talking; a full one is left as it is, as is one of which somebody deleted a part, and
 * of several at once all fill in the same.
 */
export const seed = async (messaging: Messaging): Promise<void> => {
  if (await isThere(messaging)) return
  try {
    await fill(messaging)
  } catch (error) {
    if (!isMsgError(error) || error.code !== 'gone') throw error
  }
}

const fill = async (messaging: Messaging): Promise<void> => {
  const alice = messaging.as('alice')
  const userIds = people.map(({ id }) => id)
  // First of all: where it was deleted, everything was there.
  await alice.conversations.startGroup({ id: lobby, title: 'Lobby', userIds })
  const { id: declaration } = await alice.conversations.startGroup({ id: idOf(3), title: 'The Declaration', userIds })
  await say(messaging, declaration, { from: 0x1_0000, lines: await read() })
  const direct = await messaging.as('frodo').conversations.startDirect({ userId: 'sam' })
  await say(messaging, direct.id, { from: 0x2_0000, lines: hobbits })
  const counsel = await alice.conversations.startDirect({ userId: 'gandalf' })
  await say(messaging, counsel.id, { from: 0x3_0000, lines: advice })
  const room = await messaging.as('carol').conversations.openRoom({ id: idOf(4), title: 'Travel' })
  for (const userId of ['bob', 'dave']) await messaging.as(userId).members.join({ conversationId: room.id })
  await say(messaging, room.id, { from: 0x4_0000, lines: travel })
  await alice.messages.send({
    conversationId: lobby,
    id: welcome,
    body: 'Welcome! Open this page as somebody else in another window, and talk.',
  })
}

const isThere = async (messaging: Messaging): Promise<boolean> => {
  try {
    const { lastSeq } = await messaging.as('alice').conversations.get({ conversationId: lobby })
    return lastSeq > 0
  } catch (error) {
    if (isMsgError(error) && error.code === 'not_found') return false
    throw error
  }
}

/** Paragraphs of the Declaration, each read by another person in another language. */
const read = async (): Promise<readonly Line[]> => {
  const texts = await Promise.all(languages.map(declarationIn))
  return Array.from({ length: 140 }, (_, n): Line => {
    const text = texts[n % texts.length] ?? []
    return [people[n % people.length]?.id ?? 'alice', text[n % text.length] ?? '…']
  })
}

const say = async (
  messaging: Messaging,
  conversationId: ConversationId,
  { from, lines }: { readonly from: number; readonly lines: readonly Line[] },
): Promise<void> => {
  for (const [n, [userId, body]] of lines.entries())
    await messaging.as(userId).messages.send({ conversationId, id: idOf(from + n), body })
}
