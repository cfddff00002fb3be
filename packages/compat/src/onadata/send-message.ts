import { isMsgError } from '@msg/core'
import { jsonReply } from '@msg/hono'
import type { Reply } from '@msg/hono'
import { readFields } from '../shared/read-fields.ts'
import type { Call } from '../shared/surface.ts'
import { fullMessage } from './message-json.ts'
import { toldOne } from './house.ts'
import type { House } from './house.ts'
import { readDraft } from './read-draft.ts'
import { forbidden, wrongReply } from './refusals.ts'

/** Posts a message about a target. */
export const sendMessage = async ({ session, request }: Call, house: House): Promise<Reply> => {
  const draft = readDraft(await readFields(request), { types: house.targets.types, verbs: house.verbs })
  if ('wrong' in draft) return wrongReply(draft)
  const { target, verb, body } = draft
  if (!(await house.targets.resolve(target))) return jsonReply({ target_id: 'target_id not found' }, 400)
  if (house.hostVerbs.includes(verb)) return forbidden
  try {
    const { message } = await session.messages.sendToTarget({ target, verb, body })
    return jsonReply(fullMessage(await toldOne(house, message, session), target), 201)
  } catch (error) {
    return refusalOf(error)
  }
}

const names: Readonly<Record<string, string>> = { '/body': 'message', '/target/id': 'target_id' }

/** Whoever may neither view nor post is told that they may not, for that there is such a target is no secret here. */
const refusalOf = (error: unknown): Reply => {
  if (!isMsgError(error)) throw error
  if (error.code === 'not_found') return forbidden
  if (error.code !== 'invalid' || error.places === undefined) throw error
  return wrongReply({
    wrong: Object.fromEntries(error.places.map(({ pointer, message }) => [names[pointer] ?? 'message', [message]])),
  })
}
