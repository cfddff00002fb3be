/** The list there was, when the new one holds the same objects: what did not change stays the same for whoever compares. */
export const sameOr = <Item>(known: readonly Item[], next: readonly Item[]): readonly Item[] =>
  known.length === next.length && known.every((item, index) => item === next[index]) ? known : next

/** The map there was, when the new one holds the same objects. */
export const sameMapOr = <Key, Value>(
  known: ReadonlyMap<Key, Value>,
  next: ReadonlyMap<Key, Value>,
): ReadonlyMap<Key, Value> =>
  known.size === next.size && [...next].every(([key, value]) => known.get(key) === value) ? known : next
