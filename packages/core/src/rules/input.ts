import { MsgError } from '../errors.ts'
import type { InvalidPlace } from '../errors.ts'
import { isErased, isId, isService, isTimestamp, serviceActor } from '../model/ids.ts'
import { periods } from '../model/stats.ts'
import type { CountedBy } from '../model/stats.ts'
import type { Target } from '../model/target.ts'
import { limits } from './limits.ts'
import { isEmoji } from './reactions.ts'
import { wrongFileName, wrongText, wrongUserId } from './text.ts'

/** Reads one field: its value, or what is wrong with it and where. */
export type Field<T> = (
  value: unknown,
  pointer: string,
) => { readonly value: T } | { readonly wrong: readonly InvalidPlace[] }

const wrong = (pointer: string, message: string) => ({ wrong: [{ pointer, message }] })

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** An object: every field is read, every wrong place named, unknown fields refused. */
export const record = <T extends object>(fields: { readonly [Name in keyof T]: Field<T[Name]> }): Field<T> => {
  const readers = Object.entries<Field<unknown>>(fields).map(([name, read]) => ({ name, read, place: `/${name}` }))
  const known = new Set(readers.map(({ name }) => name))
  return (input, pointer) => {
    if (!isRecord(input)) return wrong(pointer, 'must be an object')
    const places: InvalidPlace[] = []
    for (const name of Object.keys(input))
      if (!known.has(name))
        places.push({ pointer: `${pointer}/${pointerToken(name)}`, message: 'is not a known field' })
    const values: Record<string, unknown> = {}
    for (const { name, read, place } of readers) {
      const result = read(input[name], pointer + place)
      if ('wrong' in result) places.push(...result.wrong)
      else values[name] = result.value
    }
    if (places.length > 0) return { wrong: places }
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- each field of T was read by its own Field just above
    return { value: values as T }
  }
}

/** A list of so many items at most. */
export const list =
  <T>(field: Field<T>, most: number): Field<readonly T[]> =>
  (value, pointer) => {
    if (!Array.isArray(value)) return wrong(pointer, 'must be a list')
    if (value.length > most) return wrong(pointer, `must have at most ${most} items`)
    const read = value.map((item: unknown, index) => field(item, `${pointer}/${index}`))
    const places = read.flatMap((item) => ('wrong' in item ? item.wrong : []))
    return places.length > 0
      ? { wrong: places }
      : { value: read.flatMap((item) => ('value' in item ? [item.value] : [])) }
  }

/** A field whose value must also fit: `fits` names what is wrong with it, by its place within, or answers null. */
export const fitting =
  <T>(field: Field<T>, fits: (value: T) => InvalidPlace | null): Field<T> =>
  (value, pointer) => {
    const read = field(value, pointer)
    const misfit = 'value' in read ? fits(read.value) : null
    return misfit === null ? read : wrong(`${pointer}${misfit.pointer}`, misfit.message)
  }

/**
 * A reader of whole inputs.
 * @throws invalid (from the reader)
 */
export const inputOf = <T extends object>(fields: { readonly [Name in keyof T]: Field<T[Name]> }) => {
  const read = record(fields)
  return (input: unknown): T => {
    const result = read(input, '')
    if ('wrong' in result) throw invalid(result.wrong)
    return result.value
  }
}

/** At most a few places, and names cut short: an error must not grow with a hostile input. */
const invalid = (places: readonly InvalidPlace[]): MsgError =>
  new MsgError('invalid', 'the input is not valid', { places: places.slice(0, 20) })

const pointerToken = (name: string): string => {
  const short = name.isWellFormed() ? name.slice(0, 64) : '?'
  return (short.isWellFormed() ? short : '?').replaceAll('~', '~0').replaceAll('/', '~1')
}

/** A field that may be left out. */
export const optional =
  <T>(field: Field<T>): Field<T | undefined> =>
  (value, pointer) =>
    value === undefined ? { value: undefined } : field(value, pointer)

/** A field that may be null. */
export const nullable =
  <T>(field: Field<T>): Field<T | null> =>
  (value, pointer) =>
    value === null ? { value: null } : field(value, pointer)

/** A field with a default. */
export const withDefault =
  <T>(field: Field<T>, fallback: T): Field<T> =>
  (value, pointer) =>
    value === undefined ? { value: fallback } : field(value, pointer)

/** A UUID as @msg makes them. */
export const id: Field<string> = (value, pointer) =>
  isId(value) ? { value } : wrong(pointer, 'must be a lower-case UUID of version 7 or 8')

/** An id made by the client: version 7 only. */
export const newId: Field<string> = (value, pointer) =>
  isId(value) && value[14] === '7' ? { value } : wrong(pointer, 'must be a lower-case UUID of version 7')

/** A user's id. */
export const userId: Field<string> = (value, pointer) => {
  if (typeof value !== 'string') return wrong(pointer, 'must be a string')
  const problem = wrongUserId(value, limits.userId)
  return problem === null ? { value } : wrong(pointer, problem)
}

/** The id of a user who acts: nobody does so in the place of somebody erased. */
export const actorId: Field<string> = (value, pointer) => {
  const read = userId(value, pointer)
  return 'value' in read && isErased(read.value) ? wrong(pointer, 'must not name an erased user') : read
}

/** Who wrote something: a user, or a service. */
export const authorId: Field<string> = (value, pointer) => {
  if (typeof value !== 'string' || !isService(value)) return userId(value, pointer)
  const name = serviceName(value.slice(serviceActor('').length), pointer)
  return 'wrong' in name ? name : { value }
}

/** Users' ids; repeated ones are dropped. */
export const userIds =
  (bounds: { readonly from: number; readonly to: number }): Field<readonly string[]> =>
  (value, pointer) => {
    if (!Array.isArray(value)) return wrong(pointer, 'must be a list')
    if (value.length < bounds.from || value.length > bounds.to)
      return wrong(pointer, `must name ${bounds.from} to ${bounds.to} users`)
    const read = value.map((item: unknown, index) => userId(item, `${pointer}/${index}`))
    const places = read.flatMap((item) => ('wrong' in item ? item.wrong : []))
    if (places.length > 0) return { wrong: places }
    return { value: [...new Set(read.flatMap((item) => ('value' in item ? [item.value] : [])))] }
  }

/** A text people read. */
export const text =
  (bounds: { readonly characters: number; readonly bytes?: number }): Field<string> =>
  (value, pointer) => {
    if (typeof value !== 'string') return wrong(pointer, 'must be a string')
    const problem = wrongText(value, bounds)
    return problem === null ? { value } : wrong(pointer, problem)
  }

/** A whole number within bounds. */
export const whole =
  (bounds: { readonly from: number; readonly to: number }): Field<number> =>
  (value, pointer) =>
    typeof value === 'number' && Number.isInteger(value) && value >= bounds.from && value <= bounds.to
      ? { value }
      : wrong(pointer, `must be a whole number from ${bounds.from} to ${bounds.to}`)

/** A message's number as a bound: 0 or more. */
export const seqBound: Field<number> = whole({ from: 0, to: limits.seq })

/** A message's number. */
export const seqNumber: Field<number> = whole({ from: 1, to: limits.seq })

/** A point in time. */
export const timestamp: Field<string> = (value, pointer) =>
  isTimestamp(value) ? { value } : wrong(pointer, 'must be a time like 2026-11-20T09:04:44.123Z')

/** How many items on a page. */
export const pageLimit: Field<number> = withDefault(whole({ from: 1, to: limits.page }), limits.pageDefault)

/** How many rows of counts. */
export const rowLimit: Field<number> = withDefault(whole({ from: 1, to: limits.statsRows }), limits.pageDefault)

/** One of a few words. */
export const oneOf =
  <T extends string>(...words: readonly T[]): Field<T> =>
  (value, pointer) => {
    const word = words.find((candidate) => candidate === value)
    return word === undefined ? wrong(pointer, `must be one of ${words.join(', ')}`) : { value: word }
  }

/** A service's name. */
export const serviceName: Field<string> = (value, pointer) =>
  typeof value === 'string' && value.length <= limits.verb && /^[a-z][a-z0-9]*([-_][a-z0-9]+)*$/.test(value)
    ? { value }
    : wrong(pointer, `must be lower-case words joined by - or _, at most ${limits.verb} characters`)

/** The name of a claim or of its holder. */
export const claimWord: Field<string> = (value, pointer) =>
  typeof value === 'string' && /^[a-z0-9][a-z0-9._:-]{0,127}$/.test(value)
    ? { value }
    : wrong(pointer, 'must be 1 to 128 lower-case letters, digits and ._:-, the first a letter or a digit')

/** What the holder of a claim leaves. */
export const claimMemo: Field<string> = (value, pointer) => {
  if (typeof value !== 'string') return wrong(pointer, 'must be a string')
  const isTaken = value.length <= limits.claimMemo && value.isWellFormed() && !value.includes('\0')
  return isTaken ? { value } : wrong(pointer, `must be well-formed text of at most ${limits.claimMemo} characters`)
}

const isPeriod = (value: unknown): boolean => periods.some((period) => period === value)

/** By what messages are counted: each at most once, and at most one period. */
export const countedBy: Field<readonly CountedBy[]> = (value, pointer) => {
  const kinds = [...periods, 'verb', 'author'] as const
  if (!Array.isArray(value)) return wrong(pointer, 'must be a list')
  const known = kinds.filter((kind) => value.includes(kind))
  if (known.length < value.length) return wrong(pointer, `must name each of ${kinds.join(', ')} at most once`)
  return known.filter(isPeriod).length > 1 ? wrong(pointer, 'must name at most one period') : { value: known }
}

/** A message's verb. */
export const verb: Field<string> = (value, pointer) =>
  typeof value === 'string' && value.length <= limits.verb && /^[a-z][a-z0-9]*(_[a-z0-9]+)*$/.test(value)
    ? { value }
    : wrong(pointer, `must be lower-case words joined by _, at most ${limits.verb} characters`)

/** An object of the host. */
export const targetField: Field<Target> = (value, pointer) => {
  if (!isRecord(value)) return wrong(pointer, 'must be an object')
  const { type, id: targetId, ...rest } = value
  if (Object.keys(rest).length > 0) return wrong(pointer, 'must have a type and an id and nothing else')
  const [readType, readId] = [verb(type, `${pointer}/type`), userId(targetId, `${pointer}/id`)]
  return 'wrong' in readType || 'wrong' in readId
    ? { wrong: [readType, readId].flatMap((read) => ('wrong' in read ? read.wrong : [])) }
    : { value: { type: readType.value, id: readId.value } }
}

/** One emoji. */
export const emoji: Field<string> = (value, pointer) =>
  typeof value === 'string' && isEmoji(value)
    ? { value }
    : wrong(pointer, `must be one emoji of at most ${limits.emojiBytes} bytes`)

/** Ids, each once. */
export const idList =
  (bounds: { readonly from: number; readonly to: number }): Field<readonly string[]> =>
  (value, pointer) => {
    if (!Array.isArray(value)) return wrong(pointer, 'must be a list')
    if (value.length < bounds.from || value.length > bounds.to)
      return wrong(pointer, `must have ${bounds.from} to ${bounds.to} ids`)
    const read = value.map((item: unknown, index) => id(item, `${pointer}/${index}`))
    const places = read.flatMap((item) => ('wrong' in item ? item.wrong : []))
    if (places.length > 0) return { wrong: places }
    return { value: [...new Set(read.flatMap((item) => ('value' in item ? [item.value] : [])))] }
  }

/** The bytes of a file. */
export const blob: Field<Blob> = (value, pointer) =>
  value instanceof Blob && value.size > 0 ? { value } : wrong(pointer, 'must be a Blob that is not empty')

/** A file's name: what comes after the last slash of either kind, for a browser may send a path. */
export const fileName: Field<string> = (value, pointer) => {
  if (typeof value !== 'string') return wrong(pointer, 'must be a string')
  const problem = wrongFileName(value, limits.fileName)
  return problem === null
    ? { value: value.slice(Math.max(value.lastIndexOf('/'), value.lastIndexOf('\\')) + 1) }
    : wrong(pointer, problem)
}

/** Yes or no. */
export const flag: Field<boolean> = (value, pointer) =>
  typeof value === 'boolean' ? { value } : wrong(pointer, 'must be true or false')

/** The fields of a message filter. */
export const filterFields = {
  authorId: optional(authorId),
  verb: optional(verb),
  createdFrom: optional(timestamp),
  createdTo: optional(timestamp),
} as const

/** An opaque cursor or page token; whether it is genuine is decided later. */
export const token: Field<string> = (value, pointer) =>
  typeof value === 'string' && value.length > 0 && value.length <= 2048 ? { value } : wrong(pointer, 'must be a cursor')

/** The id of a change, `epoch:position`: read as its position. */
export const letterId: Field<number> = (value, pointer) => {
  const position = typeof value === 'string' ? /^[^:]{1,64}:([1-9]\d{0,14})$/.exec(value)?.[1] : undefined
  return position === undefined ? wrong(pointer, 'must be the id of a change') : { value: Number(position) }
}

/** Ids of changes. */
export const letterIds: Field<readonly number[]> = (value, pointer) => {
  if (!Array.isArray(value) || value.length > limits.page) return wrong(pointer, `must be at most ${limits.page} ids`)
  const read = value.map((item: unknown, index) => letterId(item, `${pointer}/${index}`))
  const places = read.flatMap((item) => ('wrong' in item ? item.wrong : []))
  return places.length > 0
    ? { wrong: places }
    : { value: read.flatMap((item) => ('value' in item ? [item.value] : [])) }
}
