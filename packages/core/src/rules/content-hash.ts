import { toHex, utf8 } from '../model/encoding.ts'
import { sha256 } from '../model/sha256.ts'

/** A plain value that JSON can carry. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json }

/** JSON with sorted keys, which are words, and no white space: one text for one value. */
export const canonicalJson = (value: Json): string => JSON.stringify(sorted(value))

const sorted = (value: Json): Json => {
  if (typeof value !== 'object' || value === null) return value
  if (isList(value)) return value.map(sorted)
  const members: Record<string, Json> = {}
  for (const key of Object.keys(value).toSorted()) members[key] = sorted(value[key] ?? null)
  return members
}

const isList = (value: Json): value is readonly Json[] => Array.isArray(value)

/** What the store keeps of a request beside its id, to tell a repeat from a second use: hex SHA-256 of its canonical JSON. */
export const contentHash = (content: Json): string => toHex(sha256(utf8(canonicalJson(content))))
