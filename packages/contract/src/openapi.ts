/** OpenAPI 3.1 from the table. */
import * as z from 'zod'
import { endpoints, errorCodes, verbs } from './endpoints.ts'
import { componentOf, failures, plain, success, unmarked } from './openapi/parts.ts'
import type { Json } from './openapi/parts.ts'
import { placeOperations } from './openapi/place-operations.ts'
import { hasBody, pathFields, replayedHeader, routes } from './routes.ts'
import type { Route } from './routes.ts'
import { registry } from './schemas/registry.ts'
import type { Verb } from './verbs.ts'

/** What the document says about the host. */
export interface OpenApiInfo {
  /** Default `@msg`. */
  readonly title?: string
  /** The version of the host's API. Default `0`. */
  readonly version?: string
  /** Where it is mounted. Default: where the document is. */
  readonly servers?: readonly { readonly url: string; readonly description?: string }[]
}

/** The document, typed as far as a host needs to merge it into its own. */
export interface OpenApiDocument extends Json {
  readonly openapi: '3.1.0'
  readonly info: Json
  readonly servers: readonly Json[]
  readonly tags: readonly Json[]
  readonly paths: { readonly [path: string]: { readonly [method: string]: Json } }
  readonly components: { readonly schemas: Json }
}

/**
 * This contract as OpenAPI 3.1, for a host to serve or to merge into its own document. Each operation's id is its verb.
 * @example const document = buildOpenApi({ title: 'Chat', version: '1.0.0', servers: [{ url: '/chat' }] })
 */
export const buildOpenApi = ({ title = '@msg', version = '0', servers }: OpenApiInfo = {}): OpenApiDocument => ({
  openapi: '3.1.0',
  info: { title, version, description: 'Errors are `application/problem+json` with a `code`.' },
  servers: servers ?? [{ url: '.' }],
  tags: [...new Set([...verbs.map(nounOf), 'service'])].map((name) => ({ name })),
  paths: paths(),
  components: { schemas: models() },
})

const paths = (): OpenApiDocument['paths'] => {
  const all: Record<string, Record<string, Json>> = {}
  const put = (path: string, method: string, operation: Json): void => {
    const key = path.replaceAll(/:(\w+)/g, '{$1}')
    all[key] = { ...all[key], [method.toLowerCase()]: operation }
  }
  for (const verb of verbs) put(routes[verb].path, routes[verb].method, verbOperation(verb))
  for (const { path, method, operation } of placeOperations()) put(path, method, operation)
  return all
}

const verbOperation = (verb: Verb): Json => {
  const route: Route = routes[verb]
  const { summary, output } = endpoints[verb]
  const input = shape(verb)
  return {
    operationId: verb,
    summary,
    tags: [nounOf(verb)],
    parameters: [
      ...pathFields(route.path).map((name) => parameter('path', name, input)),
      ...Object.keys(route.query).map((name) => parameter('query', name, input)),
    ],
    ...(hasBody(route) ? { requestBody: requestBody(route, input) } : {}),
    ...(route.file === undefined ? {} : { requestBody: fileBody }),
    responses: { ...successes(route, output), ...failures(errorCodes(verb)) },
  }
}

interface Shape {
  readonly properties: Readonly<Record<string, unknown>>
  readonly required: readonly string[]
}

const shape = (verb: Verb): Shape => {
  const { properties = {}, required = [] } = plain(endpoints[verb].input)
  return { properties, required }
}

const parameter = (place: 'path' | 'query', name: string, { properties, required }: Shape): Json => ({
  name,
  in: place,
  required: required.includes(name),
  schema: properties[name],
})

const requestBody = ({ body }: Route, { properties, required }: Shape): Json => ({
  required: true,
  content: {
    'application/json': {
      schema: {
        type: 'object',
        properties: Object.fromEntries(body.map((name) => [name, properties[name]])),
        required: body.filter((name) => required.includes(name)),
        additionalProperties: false,
      },
    },
  },
})

/** The bytes of a file, whatever they are said to be. */
const fileBody: Json = {
  required: true,
  content: { 'application/octet-stream': { schema: { type: 'string', format: 'binary' } } },
}

const successes = ({ status }: Route, output: z.ZodType): Json =>
  status === 200
    ? { 200: success('done', output) }
    : {
        201: success('made', output),
        200: {
          ...success('made before by the same id, as it is now', output),
          headers: { [replayedHeader]: { schema: { type: 'string', const: 'true' } } },
        },
      }

const models = (): Json => {
  const { schemas } = z.toJSONSchema(registry, { io: 'output', uri: componentOf })
  return Object.fromEntries(Object.entries(schemas).map(([name, schema]) => [name, unmarked(schema)]))
}

const nounOf = (verb: Verb): string => verb.slice(0, verb.indexOf('.'))
