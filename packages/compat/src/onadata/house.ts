import type { Message, Profile, Session } from '@msg/core'
import { messageNumbers } from '../shared/message-numbers.ts'
import type { MessageNumbers } from '../shared/message-numbers.ts'
import type { Told } from './message-json.ts'
import type { OnadataOptions } from './options.ts'
import { onadataVerbs } from './verbs.ts'

/** The name under which this surface numbers messages: numbers given once stay. */
export const onadataNumbers = 'onadata'

/** What all answers of the surface are made with. */
export interface House extends Required<
  Pick<OnadataOptions, 'targets' | 'verbs' | 'hostVerbs' | 'fullPayload' | 'userIdOf'>
> {
  readonly numbers: MessageNumbers
}

/** The options with everything said. */
export const houseOf = ({
  messaging,
  targets,
  verbs = onadataVerbs,
  hostVerbs = [],
  fullPayload = false,
  userIdOf = (username) => username,
}: OnadataOptions): House => ({
  targets,
  verbs,
  hostVerbs,
  fullPayload,
  userIdOf,
  numbers: messageNumbers(messaging, onadataNumbers),
})

/** What messages are told from, with the profiles of their authors. */
export const toldOf = async (
  { numbers }: House,
  messages: readonly Message[],
  profiles: ReadonlyMap<string, Profile>,
): Promise<readonly Told[]> => {
  const byId = await numbers.of(messages.map(({ id }) => id))
  return messages.flatMap((message) => {
    const number = byId.get(message.id)
    return number === undefined ? [] : [{ message, number, profile: profiles.get(message.authorId) }]
  })
}

/** The same of one message, whose author is looked up. */
export const toldOne = async (house: House, message: Message, session: Session): Promise<Told> => {
  const { profiles } = await session.people.get({ userIds: [message.authorId] })
  const [told] = await toldOf(house, [message], new Map(profiles.map((profile) => [profile.id, profile])))
  if (told === undefined) throw new Error('a message got no number')
  return told
}
