/** Django's generic references: a content type, which names a model, and a key. */
import { keyOf, textOf } from './row.ts'
import type { Row } from './row.ts'
import type { Source } from './source.ts'

/** Where Django keeps them, whatever the app. */
export const contentTypeTable = 'django_content_type'

/** Models by the key of their content type: `xform`, `project`, `user`. */
export type ContentTypes = ReadonlyMap<string, string>

/** Reads which there are. */
export const contentTypes = async (source: Source): Promise<ContentTypes> => {
  const models = new Map<string, string>()
  for await (const row of source.rows(contentTypeTable, ['id'])) {
    // A dump names them by what they are and not by their keys.
    const model = textOf(row, 'model')
    models.set(keyOf(row, 'id') ?? model, model)
  }
  return models
}

/** The model that a row refers to; null where it refers to none. */
export const modelOf = (types: ContentTypes, row: Row, column: string): string | null => {
  const value = row[column]
  const named: unknown = Array.isArray(value) ? value.at(-1) : undefined
  if (typeof named === 'string') return named
  return types.get(keyOf(row, column) ?? '') ?? null
}
