import { passingUtf8, toHex } from '../model/encoding.ts'
import { sha256 } from '../model/sha256.ts'

/** A plain value that JSON can carry. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json }

/** JSON with sorted keys, which are words, and no white space: one text for one value. */
export const canonicalJson = (value: Json): string => JSON.stringify(isSorted(value) ? value : sorted(value))

/** Whether a value is as {@link sorted} would copy it: what every send hashes is. */
const isSorted = (value: Json | undefined): boolean => {
  if (typeof value !== 'object' || value === null) return value !== undefined
  if (isList(value)) return value.every(isSorted)
  let before = ''
  for (const key in value) {
    if (key < before || !isSorted(value[key])) return false
    before = key
  }
  return true
}

const sorted = (value: Json): Json => {
  if (typeof value !== 'object' || value === null) return value
  if (isList(value)) return value.map(sorted)
  const members: Record<string, Json> = {}
  for (const key of Object.keys(value).toSorted()) members[key] = sorted(value[key] ?? null)
  return members
}

const isList = (value: Json): value is readonly Json[] => Array.isArray(value)

/** What the store keeps of a request beside its id, to tell a repeat from a second use: hex SHA-256 of its canonical JSON. */
export const contentHash = (content: Json): string => toHex(sha256(passingUtf8(canonicalJson(content))))
