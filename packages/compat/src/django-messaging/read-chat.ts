import type { UserId } from '@msg/core'
import type { Fields } from '../shared/read-fields.ts'
import { userIdFromJson } from '../shared/user-id.ts'
import { required } from './refusals.ts'

/** Fields, or what is wrong with them. */
export type Read<T> = T | { readonly wrong: Readonly<Record<string, readonly string[]>> }

/** What a chat is made of. */
export interface NewChat {
  readonly kind: 'direct' | 'group' | 'room'
  readonly title: string | undefined
  readonly userIds: readonly UserId[]
}

const kinds = ['direct', 'group', 'room'] as const

/** Characters of a title. */
const titleLimit = 255

/** Reads what a chat is made of. */
export const readChat = (fields: Fields): Read<NewChat> => {
  const title = fields['title'] === undefined ? { title: undefined } : readTitle(fields)
  const users = fields['member_ids'] === undefined ? { userIds: [] } : readUsers(fields, 'member_ids')
  const chatType = fields['chat_type'] ?? 'group'
  const kind = kinds.find((one) => one === chatType)
  const wrong = {
    ...('wrong' in title ? title.wrong : {}),
    ...('wrong' in users ? users.wrong : {}),
    ...(kind === undefined ? { chat_type: [`must be one of ${kinds.join(', ')}`] } : {}),
  }
  if ('wrong' in title || 'wrong' in users || kind === undefined) return { wrong }
  if (kind === 'direct' && users.userIds.length !== 1)
    return { wrong: { member_ids: ['a direct is with one other member'] } }
  return { kind, title: title.title === '' ? undefined : title.title, userIds: users.userIds }
}

/** Reads a title. */
export const readTitle = (fields: Fields): Read<{ readonly title: string }> => {
  const { title } = fields
  if (title === undefined) return { wrong: { title: [required] } }
  if (typeof title !== 'string') return { wrong: { title: ['Not a valid string.'] } }
  return Array.from(title).length > titleLimit
    ? { wrong: { title: [`Ensure this field has no more than ${titleLimit} characters.`] } }
    : { title: title.trim() }
}

/** Reads users by their ids, numbers or texts. */
export const readUsers = (fields: Fields, name: string): Read<{ readonly userIds: readonly UserId[] }> => {
  const value = fields[name]
  if (value === undefined) return { wrong: { [name]: [required] } }
  const userIds = Array.isArray(value) ? value.map((one: unknown) => userIdFromJson(one)) : [null]
  return userIds.some((userId) => userId === null)
    ? { wrong: { [name]: ['must be a list of user ids'] } }
    : { userIds: userIds.flatMap((userId) => userId ?? []) }
}
