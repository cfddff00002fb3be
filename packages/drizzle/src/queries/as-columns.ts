/** SQL: columns under numbered names. */
export const numbered = (columns: readonly string[]): string => columns.map((sql, at) => `${sql} as v${at}`).join(', ')

/** SQL: the rows of `from`, in its order, as one JSON list of columns. A list for each row takes Postgres twice as long. */
export const asColumns = (columns: readonly string[], from: string): string => `(
  select json_build_array(${columns.map((_, at) => `json_agg(s.v${at})`).join(', ')})
  from (select ${numbered(columns)} ${from}) s)`
