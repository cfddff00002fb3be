import type { ListItem } from './list-items.ts'
import type { RowWindow } from './row-window.ts'

/** So near to an edge, in pixels, the next page is asked for. */
const loadAhead = 800

/** Which ends of what is loaded are about to be in sight. */
export const nearEdges = ({ scrollTop, scrollHeight, clientHeight }: HTMLElement) => ({
  start: scrollTop < loadAhead,
  end: scrollHeight - scrollTop - clientHeight < loadAhead,
})

/** The number of the last message that is in sight with at least three fifths of its height; 0 for none. */
export const lastSeen = (
  { scrollTop, clientHeight }: HTMLElement,
  { items: shown }: Pick<RowWindow, 'items'>,
  items: readonly ListItem[],
): number => {
  const bottom = scrollTop + clientHeight
  for (const { index, start, size } of shown.toReversed()) {
    const item = items[index]
    if (item?.type === 'row' && item.row.seq !== null && start + size * 0.6 <= bottom) return item.row.seq
  }
  return 0
}
