import type { LoggedChange, LogPage, LogPoint } from '../ports/store.ts'

/** A part of a page, and where to go on after it. */
export interface Piece {
  readonly changes: readonly LoggedChange[]
  readonly point: LogPoint
}

/** About how many characters a piece may have: no frame, no answer and no buffer grows with the texts in a page. */
const roomy = 262_144

/** What a change takes beside its text, roughly. */
const overhead = 600

/** A page read from a point, in pieces of bounded size. `end` is where to go on after the whole page. */
export const piecesOf = (
  page: LogPage,
  from: LogPoint,
  room = roomy,
): { readonly pieces: readonly Piece[]; readonly end: LogPoint } => {
  const after = (logged: LoggedChange): LogPoint => ({
    after: from.after,
    upTo: page.snapshot,
    position: logged.position,
  })
  const last = page.changes.at(-1)
  const end: LogPoint = page.more && last !== undefined ? after(last) : { after: page.snapshot }
  const groups = grouped(page.changes, room)
  const pieces = groups.map((changes, index) => {
    const final = changes.at(-1)
    return { changes, point: index === groups.length - 1 || final === undefined ? end : after(final) }
  })
  return { pieces, end }
}

const grouped = (changes: readonly LoggedChange[], room: number): readonly (readonly LoggedChange[])[] => {
  const groups: LoggedChange[][] = []
  let left = 0
  for (const logged of changes) {
    const size = sizeOf(logged)
    const group = groups.at(-1)
    if (group === undefined || size > left) {
      groups.push([logged])
      left = room - size
    } else {
      group.push(logged)
      left -= size
    }
  }
  return groups
}

const sizeOf = ({ change: { subject } }: LoggedChange): number =>
  overhead + (subject !== 'gone' && 'body' in subject ? (subject.body?.length ?? 0) : 0)
