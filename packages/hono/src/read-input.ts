import { MsgError } from '@msg/core'
import type { InvalidPlace } from '@msg/core'
import { endpoints, hasBody, pathFields, routes } from '@msg/contract'
import type { Input, Route, Verb } from '@msg/contract'
import type { Context } from 'hono'
import { readFile, readJson } from './read-body.ts'

/** Places told of in one answer: a body of thousands of mistakes must not make an answer of thousands. */
const placesTold = 20

/** The fields of an input, by their names. */
type Fields = Record<string, unknown>

/**
 * Reads a verb's input, gathered from path, query and body and checked against the contract. A place names the field and never
 * echoes what was in it.
 * @throws invalid, too_large (from the reader)
 */
export const inputReader = <V extends Verb>(verb: V): ((context: Context) => Promise<Input<V>>) => {
  const route: Route = routes[verb]
  const { input } = endpoints[verb]
  const inPath = pathFields(route.path)
  return async ({ req }) => {
    const asked = readQuery(route, req.url)
    const fields = hasBody(route) ? knownFields(route.body, await readJson(req.raw)) : {}
    Object.assign(fields, asked)
    if (route.file !== undefined) fields[route.file] = await readFile(req.raw)
    for (const name of inPath) fields[name] = req.param(name)
    return valid(input.safeParse(fields))
  }
}

const valid = <T>(parsed: Parsed<T>): T => {
  if (parsed.success) return parsed.data
  throw invalid(parsed.error.issues.flatMap(placesOf))
}

/** Unknown fields are named by pointers here: the schema's own message would repeat their names unshortened. */
const placesOf = ({ path, message, keys }: Issue): readonly InvalidPlace[] => {
  const pointer = path.map((key) => `/${String(key)}`).join('')
  return keys === undefined ? [{ pointer, message }] : unknownFields(keys, pointer)
}

/** A schema of an object in the contract, as much of it as is used. */
interface Shape<T> {
  readonly shape: object
  readonly safeParse: (value: unknown) => Parsed<T>
}

type Parsed<T> =
  | { readonly success: true; readonly data: T }
  | { readonly success: false; readonly error: { readonly issues: readonly Issue[] } }

interface Issue {
  readonly path: readonly PropertyKey[]
  readonly message: string
  /** The names of unknown fields, where that is what is wrong. */
  readonly keys?: readonly string[]
}

/**
 * The body of a request that is no verb's.
 * @throws invalid, too_large
 */
export const readShape = async <T>(schema: Shape<T>, request: Request, limit?: number): Promise<T> => {
  return valid(schema.safeParse(knownFields(Object.keys(schema.shape), await readJson(request, limit))))
}

/**
 * Reads the body of a request that has nothing to say.
 * @throws invalid, too_large
 */
export const readNothing = async (request: Request): Promise<void> => {
  knownFields([], await readJson(request))
}

/** Most requests have no query, and parsing the URL for it would cost more than reading them. */
const readQuery = (route: Route, url: string): Fields => {
  if (!url.includes('?')) return {}
  const query = new URL(url).searchParams
  const names = [...query.keys()]
  refuseUnknown(names, Object.keys(route.query))
  const twice = names.find((name, index) => names.indexOf(name) !== index)
  if (twice !== undefined) throw invalid([{ pointer: `/${twice}`, message: 'must be given once' }])
  return Object.fromEntries([...query].map(([name, text]) => [name, readText(text, route.query[name])]))
}

const readText = (text: string, as: Route['query'][string] | undefined): unknown => {
  if (as === 'integer') return readInteger(text)
  return as === 'flag' ? readFlag(text) : text
}

/** The two ways to write a flag; any other text stays text, for the schema to refuse. */
const readFlag = (text: string): unknown => (text === 'true' ? true : text === 'false' ? false : text)

/** The number that a text is the one way to write; any other text stays text, for the schema to refuse. */
const readInteger = (text: string): unknown => (/^(?:0|[1-9]\d{0,15})$/.test(text) ? Number(text) : text)

const knownFields = (known: readonly string[], body: unknown): Fields => {
  if (!isObject(body)) throw invalid([{ pointer: '', message: 'must be an object' }])
  refuseUnknown(Object.keys(body), known)
  return body
}

const isObject = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const refuseUnknown = (names: readonly string[], known: readonly string[]): void => {
  const unknown = names.filter((name) => !known.includes(name))
  if (unknown.length === 0) return
  throw invalid(unknownFields(unknown))
}

const unknownFields = (names: readonly string[], within = ''): readonly InvalidPlace[] =>
  names.map((name) => ({ pointer: `${within}/${pointerToken(name)}`, message: 'is not a known field' }))

/** A name as part of a pointer, cut short: an answer must not grow with a hostile request. */
const pointerToken = (name: string): string => {
  const short = name.slice(0, 64)
  return (short.isWellFormed() ? short : '?').replaceAll('~', '~0').replaceAll('/', '~1')
}

const invalid = (places: readonly InvalidPlace[]): MsgError =>
  new MsgError('invalid', 'the request is not of the right shape', {
    places: places.slice(0, placesTold),
    outcome: 'none',
  })
