/** Does many things, so many at once. */
export const together = async <T, R>(
  items: readonly T[],
  atOnce: number,
  act: (item: T, index: number) => Promise<R>,
): Promise<readonly R[]> => {
  const results: R[] = []
  let next = 0
  const work = async (): Promise<void> => {
    for (let index = next++; index < items.length; index = next++) {
      const item = items[index]
      if (item !== undefined) results[index] = await act(item, index)
    }
  }
  await Promise.all(Array.from({ length: Math.min(atOnce, items.length) }, work))
  return results
}

/** The numbers from 0 to below n. */
export const below = (n: number): readonly number[] => Array.from({ length: n }, (_, index) => index)

/** Looks every millisecond until it is so. @throws when it is not within so many milliseconds */
export const until = async (isSo: () => boolean, within = 30_000): Promise<void> => {
  const end = performance.now() + within
  while (!isSo()) {
    if (performance.now() > end) throw new Error('what was waited for did not come')
    await new Promise((resolve) => setTimeout(resolve, 1))
  }
}
