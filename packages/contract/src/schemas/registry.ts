import * as z from 'zod'

/** What OpenAPI says about a schema beyond what zod can tell. Our own registry: the host may use zod's global one. */
export interface SchemaNotes {
  /** The name under `components/schemas`. */
  id?: string | undefined
  description?: string
  format?: string
  pattern?: string
  minLength?: number
  maxLength?: number
}

/** Where the schemas of the contract are named. */
export const registry: z.core.$ZodRegistry<SchemaNotes> = z.registry<SchemaNotes>()

/** Names a model, so that OpenAPI refers to it. */
export const named = <S extends z.ZodType>(id: string, schema: S): S => {
  registry.add(schema, { id })
  return schema
}
