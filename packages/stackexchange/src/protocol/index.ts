// Events and frames
export type {
  AccessChanged,
  EventFields,
  EventType,
  Invitation,
  MessageDeleted,
  MessageEdited,
  MessageFields,
  MessageFlagged,
  MessageMovedIn,
  MessageMovedOut,
  MessagePosted,
  MessageReplied,
  MessagesMoved,
  MessageStarred,
  Notification,
  PlainEvent,
  ProtocolEvent,
  RoomChanged,
  UnknownEvent,
  UserChanged,
  UserEntered,
  UserLeft,
  UserMentioned,
} from './event.ts'
export { parseEvent, parseEvents } from './parse-event.ts'
export { foldEvents } from './fold.ts'
export { judgeFrame, parseFrame, type FrameVerdict, type RoomFrame } from './frame.ts'

// Writing
export { asMultiline, checkText, isTooLong, MAX_LINE, splitText, varyText } from './compose.ts'
export { classifyWrite, parseEnd, type WriteAnswer, type WriteOutcome } from './outcome.ts'

// Reading
export { contentToText, safeLink } from './content.ts'
export { contentToMarkdown } from './markdown.ts'
export { parseLoginKey, parseSessionPage, type SessionPage } from '../pages/session-page.ts'
