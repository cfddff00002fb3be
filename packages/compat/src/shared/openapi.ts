/** A surface as OpenAPI 3.1, and how documents become one. */
import type { Json, OpenApiDocument } from '@msg/hono'

/** What the document of a surface says of the host, and where it is. */
export interface SurfaceInfo {
  /** Default: what the surface is called. */
  readonly title?: string
  /** The version of the host's API. Default `0`. */
  readonly version?: string
  /** Where it is mounted. Default: where the document is. */
  readonly servers?: readonly { readonly url: string; readonly description?: string }[]
  /** Where the document is, below the mount. Default `/openapi.json`. */
  readonly path?: `/${string}`
  /** Where the page to browse it is, below the mount. Default `/docs`. */
  readonly docsPath?: `/${string}`
}

/** As much of a surface as its document tells. */
interface Described {
  readonly title: string
  readonly routes: readonly { readonly method: string; readonly path: string; readonly operation: Json }[]
  readonly schemas: Json
}

/** The document of a surface. */
export const surfaceDocument = (
  { title: named, routes, schemas }: Described,
  { title = named, version = '0', servers = [{ url: '.' }] }: SurfaceInfo = {},
): OpenApiDocument => {
  const paths: Record<string, Record<string, Json>> = {}
  for (const { path, method, operation } of routes) {
    const key = path.replaceAll(/:(\w+)/g, '{$1}')
    paths[key] = { ...paths[key], [method.toLowerCase()]: { ...withParameters(path, operation), tags: [named] } }
  }
  const info = { title, version, description: 'Every operation needs the credentials of the host.' }
  return { openapi: '3.1.0', info, servers, tags: [{ name: named }], paths, components: { schemas } }
}

/** The parts of a path are text wherever the operation says nothing else of them. */
const withParameters = (path: string, operation: Json): Json => {
  const said: readonly unknown[] = Array.isArray(operation['parameters']) ? operation['parameters'] : []
  const names = [...path.matchAll(/:(\w+)/g)].map(([, name]) => name)
  const inPath = names.map((name) => ({ name, in: 'path', required: true, schema: { type: 'string' } }))
  return inPath.length + said.length === 0 ? operation : { ...operation, parameters: [...inPath, ...said] }
}

/**
 * Several documents as one, for a host that serves all it has at one place: paths are put below where each is mounted. Throws
 * when two of them have different models of one name.
 * @example mergeOpenApi({ title: 'Our API' }, { '/api/dm': directmessagesOpenApi(), '/chat': buildOpenApi() })
 */
export const mergeOpenApi = (
  { title = '@msg', version = '0' }: Pick<SurfaceInfo, 'title' | 'version'>,
  documents: Readonly<Record<string, OpenApiDocument>>,
): OpenApiDocument => {
  const all = Object.entries(documents)
  const paths = all.flatMap(([mount, document]) =>
    Object.entries(document.paths).map(([path, methods]) => [`${mount}${path}`, methods] as const),
  )
  return {
    openapi: '3.1.0',
    info: { title, version },
    servers: [{ url: '/' }],
    tags: [...new Set(all.flatMap(([, { tags }]) => tags.map(({ name }) => name)))].map((name) => ({ name })),
    paths: Object.fromEntries(paths),
    components: { schemas: mergedSchemas(all.map(([, { components }]) => components.schemas)) },
  }
}

const mergedSchemas = (all: readonly Json[]): Json => {
  const merged = new Map<string, unknown>()
  for (const [name, schema] of all.flatMap((schemas) => Object.entries(schemas))) {
    if (merged.has(name) && JSON.stringify(merged.get(name)) !== JSON.stringify(schema))
      throw new Error(`two documents have different models called ${name}`)
    merged.set(name, schema)
  }
  return Object.fromEntries(merged)
}
