/**
 * SQL: the part of a two-column index where the first column is `first` and the second lies strictly between two bounds.
 * Written as comparisons of pairs, which to a planner without statistics look like much of the table: it then walks the
 * index in order and stops at the limit. Written as an equality they look like a few rows, and it would fetch and sort them
 * all, be they a million. Order by both columns.
 */
export const walk = (columns: readonly [string, string], first: string, bounds: readonly [string, string]): string => {
  const pair = `(${columns[0]}, ${columns[1]})`
  return `${pair} > (${first}, ${bounds[0]}) and ${pair} < (${first}, ${bounds[1]})`
}

/**
 * SQL: the same part, for a walk that may come to its end before the limit stops it: comparisons of pairs end with the first
 * column only, so that a walk down to a bound would go on through the index to the beginning of the conversation. To the
 * planner it looks like a few rows, so a limit beside it must be `unforeseen`, or the fetching and sorting switched off.
 */
export const stretch = (columns: readonly [string, string], first: string, bounds: readonly [string, string]): string =>
  `${columns[0]} = ${first} and ${columns[1]} > ${bounds[0]} and ${columns[1]} < ${bounds[1]}`

/** SQL: above every number there is. */
export const endless = '9223372036854775807'

/**
 * SQL: a parameter, or a column, of which the planner knows nothing. Of a limit that it knows, above the few rows it believes in, it expects
 * nothing: it would fetch and sort them all; of one that it does not, that it stops after a part of the rows, and so it walks.
 * And what a plan would look like for this very limit, list or place in the log tempts it to make one for each call: that takes
 * longer than most of our statements do. What it cannot look at is planned once, and kept.
 */
export const unforeseen = (value: string): string => `(select ${value})`
