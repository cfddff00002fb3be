import { createReadStream } from 'node:fs'
import { access } from 'node:fs/promises'
import { MsgError } from '@msg/core'
import type { Row } from '../row.ts'
import type { Source } from '../source.ts'

/**
 * Opens a file of JSON Lines as `manage.py dumpdata --format jsonl` writes it: `{ "model": "app.name", "pk": …, "fields": … }`.
 * Each table is one pass over the file, in its order.
 */
export const openJsonLines = async (path: string): Promise<Source> => {
  await access(path).catch((error: unknown) => {
    throw new MsgError('invalid', `there is no file "${path}"`, { cause: error })
  })
  let counts: ReadonlyMap<string, number> | null = null
  return {
    async *rows(table) {
      for await (const { model, pk, fields } of dumped(path)) if (tableOf(model) === table) yield rowOf(pk, fields)
    },
    async count(table) {
      counts ??= await countsOf(path)
      return counts.get(table) ?? 0
    },
    close: async () => {},
  }
}

const countsOf = async (path: string): Promise<ReadonlyMap<string, number>> => {
  const counts = new Map<string, number>()
  for await (const { model } of dumped(path)) counts.set(tableOf(model), (counts.get(tableOf(model)) ?? 0) + 1)
  return counts
}

const tableOf = (model: string): string => model.replace('.', '_')

async function* dumped(path: string): AsyncGenerator<Dumped> {
  let number = 0
  for await (const line of linesOf(path)) {
    number += 1
    if (line.trim() !== '') yield parsed(line, number)
  }
}

/**
 * Only a line feed ends a line: Django writes texts as they are, and those may have other separators of lines.
 * @throws invalid for one list of everything, which is what it writes unless it is told
 */
async function* linesOf(path: string): AsyncGenerator<string> {
  let begun: string | null = null
  for await (const piece of textOf(path)) {
    if (begun === null && piece.trimStart().startsWith('['))
      throw new MsgError('invalid', 'the dump is JSON in one piece: write it again with --format jsonl')
    const [first = '', ...lines] = piece.split('\n')
    begun = `${begun ?? ''}${first}`
    for (const line of lines) {
      yield begun
      begun = line
    }
  }
  yield begun ?? ''
}

/** Reads UTF-8, with or without its mark. @throws invalid for anything else, which would come out in other letters */
async function* textOf(path: string): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  const decoded = (piece?: Uint8Array): string => {
    try {
      return decoder.decode(piece, { stream: piece !== undefined })
    } catch (cause) {
      throw new MsgError(
        'invalid',
        'the dump is not in UTF-8: write it again with PYTHONUTF8=1 set, and with --output instead of >',
        { cause },
      )
    }
  }
  for await (const piece of createReadStream(path)) if (piece instanceof Uint8Array) yield decoded(piece)
  yield decoded()
}

interface Dumped {
  readonly model: string
  readonly pk: unknown
  readonly fields: Row
}

/** A line by its columns: a reference to another row is called after it in a dump, and has `_id` in a database. */
const rowOf = (pk: unknown, fields: Row): Row => {
  const references = Object.entries(fields).map(([name, value]) => [`${name}_id`, value] as const)
  return { ...Object.fromEntries(references), ...fields, id: pk }
}

const isRecord = (value: unknown): value is Row => typeof value === 'object' && value !== null && !Array.isArray(value)

const parsed = (line: string, number: number): Dumped => {
  const value: unknown = json(line)
  if (isRecord(value) && typeof value['model'] === 'string' && isRecord(value['fields']))
    return { model: value['model'], pk: value['pk'], fields: value['fields'] }
  throw new MsgError('invalid', `line ${number} is not one of a dump: it needs a model, a pk and fields`)
}

const json = (line: string): unknown => {
  try {
    const value: unknown = JSON.parse(line)
    return manyDigits.test(line) ? JSON.parse(line.replace(textOrNumber, kept)) : value
  } catch {
    return null
  }
}

const manyDigits = /\d{16}/

/** Texts, lest one looks into them, and numbers. */
const textOrNumber = /"(?:[^"\\]+|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?/g

/** A whole number of so many digits would not be kept to the last of them; a key may as well be a text. */
const kept = (found: string): string => (/^-?\d{16,}$/.test(found) ? `"${found}"` : found)
