import type {
  MessageEdited,
  MessageMovedIn,
  MessageMovedOut,
  MessagePosted,
  MessagesMoved,
  ProtocolEvent,
} from './event.ts'

const isNews = (event: ProtocolEvent): event is MessagePosted | MessageEdited =>
  event.type === 'message-posted' || event.type === 'message-edited'

const isMove = (event: ProtocolEvent): event is MessageMovedIn | MessageMovedOut =>
  event.type === 'message-moved-in' || event.type === 'message-moved-out'

/** The summary line the server adds in each room begins with an arrow. */
const isMoveSummary = (event: ProtocolEvent): event is MessagePosted =>
  event.type === 'message-posted' && /^\s*(?:&rarr;|&larr;|→|←)/.test(event.content ?? '')

const foldNotices = (events: readonly ProtocolEvent[]): readonly ProtocolEvent[] => {
  const news = new Set(events.filter(isNews).map((event) => event.messageId))
  const mentioned = new Set<number>()
  const replied = new Set<number>()
  const kept = events.filter((event) => {
    if (event.type !== 'user-mentioned' && event.type !== 'message-replied') return true
    if (!news.has(event.messageId)) return true
    const marks = event.type === 'user-mentioned' ? mentioned : replied
    marks.add(event.messageId)
    return false
  })
  return kept.map((event) =>
    isNews(event)
      ? { ...event, mentionsMe: mentioned.has(event.messageId), repliesToMe: replied.has(event.messageId) }
      : event,
  )
}

const movedTogether = (
  moves: readonly (MessageMovedIn | MessageMovedOut)[],
  summary: MessagePosted | undefined,
): MessagesMoved | null => {
  const last = moves.at(-1)
  if (!last) return null
  const { typeId, timeStamp, roomId, roomName, userId, userName, targetUserId, raw } = last
  const common = { typeId, timeStamp, roomId, roomName, userId, userName, targetUserId, raw }
  return {
    type: 'messages-moved',
    ...common,
    eventId: summary?.eventId ?? last.eventId,
    direction: last.type === 'message-moved-out' ? 'out' : 'in',
    messageIds: moves.map((move) => move.messageId),
    content: summary?.content ?? null,
  }
}

const foldMoves = (events: readonly ProtocolEvent[]): readonly ProtocolEvent[] => {
  const folded: ProtocolEvent[] = []
  let moves: (MessageMovedIn | MessageMovedOut)[] = []
  const flush = (summary?: MessagePosted) => {
    const moved = movedTogether(moves, summary)
    if (moved) folded.push(moved)
    moves = []
  }
  for (const event of events) {
    const goesOn = isMove(event) && (moves.length === 0 || moves.at(-1)?.type === event.type)
    if (isMove(event)) {
      if (!goesOn) flush()
      moves.push(event)
    } else if (moves.length > 0 && isMoveSummary(event)) flush(event)
    else {
      flush()
      folded.push(event)
    }
  }
  flush()
  return folded
}

/**
 * Folds what travels together: a mention or reply notice into the message it is about, and moved messages with their
 * summary line into one `messages-moved`. Give it the events of one room and one frame.
 */
export const foldEvents = (events: readonly ProtocolEvent[]): readonly ProtocolEvent[] => foldMoves(foldNotices(events))
