import type { ConversationKind } from '../model/conversation.ts'
import type { Features } from '../model/features.ts'
import type { ChangeDraft } from '../ports/store.ts'
import type { VerbName } from '../verb-name.ts'
import { refuse } from './decision.ts'
import type { Refused } from './decision.ts'
import { verbTable } from './verb-table.ts'

/** Everything is on, except that nobody takes back what others wrote; admins give groups and rooms their titles. */
export const defaultFeatures: Features = {
  directs: true,
  groups: true,
  rooms: true,
  channels: true,
  editing: true,
  retracting: true,
  adminsRetract: false,
  reactions: true,
  pins: true,
  attachments: true,
  renamingGroups: 'admins',
  renamingRooms: 'admins',
}

/** The switch of each kind of conversations. */
const switches = { direct: 'directs', group: 'groups', room: 'rooms', channel: 'channels' } as const

/** Whether conversations of a kind are on. */
export const isKindOn = (features: Features, kind: ConversationKind): boolean => features[switches[kind]]

/** Who changes the titles of conversations of a kind. */
export const renaming = (features: Features, kind: ConversationKind): Features['renamingGroups'] =>
  kind === 'room' ? features.renamingRooms : features.renamingGroups

/** What somebody new, or something new, comes in by. */
const bringing: ReadonlySet<ChangeDraft['type']> = new Set([
  'conversation.created',
  'member.added',
  'message.sent',
  'message.edited',
  'reaction.added',
])

/** The refusal of a verb that is switched off, if it is. */
export const disabledVerb = (features: Features, verb: VerbName): Refused | null => {
  const { feature } = verbTable[verb]
  return feature === undefined || features[feature] ? null : disabled(feature)
}

/** The refusal of changes to a conversation whose kind is switched off (null: of one they make), if it is. */
export const disabledChanges = (
  features: Features,
  kind: ConversationKind | null,
  changes: readonly ChangeDraft[],
): Refused | null => {
  const of = kind ?? changes.find((draft) => draft.type === 'conversation.created')?.kind
  if (of === undefined || isKindOn(features, of) || !changes.some(({ type }) => bringing.has(type))) return null
  return disabled(switches[of])
}

export const disabled = (feature: keyof Features): Refused =>
  refuse('feature_disabled', 'this is switched off here', feature)
