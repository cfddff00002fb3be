import { errorCodes, problemSchema, routes, verbs } from '@msg/contract'
import type { Verb } from '@msg/contract'

/** A `fetch` that sees to it that what is answered is in the contract. */
export interface Declared {
  readonly fetch: (url: string, init: RequestInit) => Promise<Response>
  /** Every refusal that the contract does not say of its verb, as `verb: code`. */
  readonly undeclared: readonly string[]
}

/** Watches over the answers of a mount. */
export const declaredOnly = (mount: string): Declared => {
  const undeclared: string[] = []
  return {
    undeclared,
    fetch: async (url, init) => {
      const response = await fetch(url, init)
      const verb = verbAt(init.method ?? 'GET', new URL(url).pathname.slice(new URL(mount).pathname.length))
      if (response.ok || verb === undefined) return response
      const { code } = problemSchema.parse(await response.clone().json())
      if (!errorCodes(verb).some((declared) => declared === code)) undeclared.push(`${verb}: ${code}`)
      return response
    },
  }
}

const patterns = verbs.map((verb) => ({
  verb,
  method: routes[verb].method,
  pattern: new RegExp(`^${routes[verb].path.replaceAll(/:\w+/g, '[^/]+')}$`),
  fields: routes[verb].path.split(':').length,
}))

/** The verb of a request, where it is one: what is served beside the verbs has none. Where a name and a field both fit, the name. */
const verbAt = (method: string, path: string): Verb | undefined =>
  patterns
    .filter((one) => one.method === method && one.pattern.test(path))
    .toSorted((one, other) => one.fields - other.fields)[0]?.verb
