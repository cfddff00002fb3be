import type { JSHandle, Page } from 'playwright-core'

/** What moves by itself in a page, from now on: how far it counts, and from where to where. */
export const shiftsIn = (page: Page): Promise<JSHandle<() => readonly string[]>> =>
  page.evaluateHandle(() => {
    const shifts: string[] = []
    const placeOf = ({ x, y, width, height }: DOMRect): string => `${width} by ${height} at ${x}, ${y}`
    const tell = (entries: PerformanceEntryList): void => {
      for (const entry of entries) {
        const sources: readonly { previousRect: DOMRect; currentRect: DOMRect }[] = Reflect.get(entry, 'sources') ?? []
        const moves = sources.map(
          ({ previousRect, currentRect }) => `${placeOf(previousRect)} to ${placeOf(currentRect)}`,
        )
        shifts.push([Reflect.get(entry, 'value'), ...moves].join('; '))
      }
    }
    const observer = new PerformanceObserver((list) => tell(list.getEntries()))
    observer.observe({ type: 'layout-shift' })
    return () => {
      tell(observer.takeRecords())
      return shifts
    }
  })
