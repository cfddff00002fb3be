import type { ListItem } from './list-items.ts'

/** Heights in pixels, as the style sheets have them. */
const heights = { divider: 40, line: 30, row: 38, textLine: 22, run: 7 } as const

/** So many characters stand in a line of text, as a guess. */
const perLine = 64

/**
 * How high a line is likely to be before it was measured, in pixels. Where it is right, as for a short message, nothing moves when
 * the line is measured, and nothing is laid out again.
 */
export const likelyHeight = (item: ListItem | undefined): number => {
  switch (item?.type) {
    case undefined:
      return heights.row
    case 'day':
    case 'unread':
      return heights.divider
    case 'line':
      return heights.line
    case 'row': {
      const texts = (item.row.body ?? '').split('\n')
      const lines = texts.reduce((sum, text) => sum + Math.max(1, Math.ceil(text.length / perLine)), 0)
      return heights.row + heights.textLine * (lines - 1) + (item.first ? heights.run : 0)
    }
  }
}
