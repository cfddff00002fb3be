// Sending, conversations and participations
export { talkalot } from './talkalot.ts'
export type {
  AddParticipantsInput,
  InboxInput,
  InboxPage,
  Place,
  Recipients,
  ReinstateInput,
  SendToConversationInput,
  SendToUsersInput,
  Talkalot,
} from './talkalot.ts'
export type { Participation } from './participation.ts'

// Signals
export { talkalotListeners } from './listeners.ts'
export type { TalkalotListeners } from './listeners.ts'
export type { MessageSent } from '../shared/message-sent.ts'
export type { Listener } from '../shared/listeners.ts'
