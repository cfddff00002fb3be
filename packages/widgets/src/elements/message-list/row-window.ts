import {
  elementScroll,
  measureElement,
  observeElementOffset,
  observeElementRect,
  Virtualizer,
} from '@tanstack/virtual-core'
import type { VirtualItem, VirtualizerOptions } from '@tanstack/virtual-core'
import type { ReactiveController, ReactiveControllerHost } from 'lit'

/** Which lines there are; their keys tell them apart when others come before them. */
export interface WindowLines {
  readonly count: number
  readonly keyOf: (index: number) => string
  /** How high a line is before it was measured, in pixels. */
  readonly heightOf: (index: number) => number
  /** A line that is kept in the page wherever one scrolls: that which has the focus. */
  readonly kept: number | null
  /** Whether more lies beyond either end: there is room for what stands in for it. */
  readonly more: { readonly before: boolean; readonly after: boolean }
}

/** Room at an end of the list, in pixels: where it ends, and where more is to come. */
const room = { end: 12, more: 100 } as const

/** Lines rendered beyond each edge of the viewport. */
const overscan = 8
/** So near to the end, in pixels, one is at it. */
const endThreshold = 80

/**
 * The lines of a long list that are in the page: those in the viewport and some beyond it, each at its place: an element `.line`
 * with its index in `data-index`. What comes before or grows above does not move what is being read; at the end, the end is
 * followed.
 */
export class RowWindow implements ReactiveController {
  readonly #host: ReactiveControllerHost
  readonly #viewport: () => HTMLElement | null
  readonly #virtualizer: Virtualizer<HTMLElement, HTMLElement>
  #lines: WindowLines = {
    count: 0,
    keyOf: String,
    heightOf: () => 0,
    kept: null,
    more: { before: false, after: false },
  }
  #unmount: (() => void) | null = null
  /** Whether the end was in sight when last looked at. A viewport that shrinks (a keyboard, a longer draft) keeps it there. */
  #heldEnd = false
  /** The lines in the page whose height is watched. */
  #measured = new WeakSet<HTMLElement>()
  /** The line that was first before others came before it last. */
  #wasFirst: VirtualItem['key'] | null = null
  /** So many lines came before it. */
  #cameBefore = 0

  constructor(host: ReactiveControllerHost, viewport: () => HTMLElement | null) {
    this.#host = host
    this.#viewport = viewport
    this.#virtualizer = new Virtualizer(this.#options())
    this.#virtualizer.shouldAdjustScrollPositionOnItemSizeChange = (line) => this.#growsUpwards(line)
    host.addController(this)
  }

  hostConnected(): void {
    this.#unmount ??= this.#virtualizer._didMount()
  }

  hostDisconnected(): void {
    this.#unmount?.()
    this.#unmount = null
    this.#measured = new WeakSet()
  }

  hostUpdated(): void {
    // A list that has left the page is drawn once more: what it would watch then, it would watch for ever.
    if (this.#unmount === null) return
    this.#virtualizer._willUpdate()
    this.#measure()
    this.#lookForEnd()
  }

  /** Says which lines there are now. */
  setLines(lines: WindowLines): void {
    this.#lines = lines
    const first = this.#virtualizer.measurementsCache[0]?.key
    if (first !== undefined && this.#countBefore(first) > 0) this.#wasFirst = first
    this.#cameBefore = this.#wasFirst === null ? 0 : this.#countBefore(this.#wasFirst)
    // One may have scrolled since it was last told: lines that come in between would take that back.
    const viewport = this.#viewport()
    if (viewport !== null && this.#virtualizer.scrollOffset !== null)
      this.#virtualizer.scrollOffset = viewport.scrollTop
    this.#virtualizer.setOptions(this.#options())
  }

  /** The lines to render, each with its place. */
  get items(): readonly VirtualItem[] {
    return this.#virtualizer.getVirtualItems()
  }

  /** The height of all lines, in pixels. */
  get height(): number {
    return this.#virtualizer.getTotalSize()
  }

  /** Whether the newest line is in sight, or nearly so. */
  get atEnd(): boolean {
    return this.#virtualizer.isAtEnd(endThreshold)
  }

  scrollToEnd(): void {
    // What a key has begun to scroll would go on; that this takes its place ends it, and is itself over at once.
    const viewport = this.#viewport()
    viewport?.scrollTo({ top: viewport.scrollHeight, behavior: 'smooth' })
    this.#virtualizer.scrollToEnd()
  }

  scrollTo(index: number, align: 'start' | 'center' | 'end' | 'auto' = 'center'): void {
    this.#virtualizer.scrollToIndex(index, { align })
  }

  /** Takes the measure of each line that is new in the page, once; what becomes of it then is watched. */
  #measure(): void {
    for (const line of this.#viewport()?.querySelectorAll<HTMLElement>('.line') ?? []) {
      if (this.#measured.has(line)) continue
      this.#measured.add(line)
      this.#virtualizer.measureElement(line)
    }
  }

  /** Takes note of whether the end is in sight; where the viewport has just become another height, not before that is answered. */
  #lookForEnd(): void {
    const viewport = this.#viewport()
    const known = this.#virtualizer.scrollRect?.height
    if (known === undefined || known === viewport?.offsetHeight) this.#heldEnd = viewport !== null && this.atEnd
  }

  #countBefore(key: VirtualItem['key']): number {
    const { count, keyOf } = this.#lines
    for (let index = 0; index < count; index += 1) if (keyOf(index) === key) return index
    return 0
  }

  /**
   * Whether what is read stays where it is while a line finds its height: the line lies above it. So do those in sight that took
   * the place of what stood in for them; of the rest it is as where nothing is said about it.
   */
  #growsUpwards({ index, key, start, end }: VirtualItem): boolean {
    const { itemSizeCache, scrollDirection, scrollOffset } = this.#virtualizer
    const top = scrollOffset ?? 0
    if (itemSizeCache.has(key)) return end <= top && scrollDirection !== 'backward'
    return start < top + (index < this.#cameBefore ? room.more : 0)
  }

  #options(): VirtualizerOptions<HTMLElement, HTMLElement> {
    const { count, keyOf, heightOf, kept, more } = this.#lines
    return {
      count,
      getItemKey: keyOf,
      getScrollElement: this.#viewport,
      estimateSize: heightOf,
      overscan,
      anchorTo: 'end',
      followOnAppend: true,
      scrollEndThreshold: endThreshold,
      paddingStart: more.before ? room.more : room.end,
      paddingEnd: more.after ? room.more : room.end,
      scrollToFn: elementScroll,
      observeElementRect: (virtualizer, told) =>
        observeElementRect(virtualizer, (rect) => {
          const held = this.#heldEnd
          told(rect)
          if (held) virtualizer.scrollToEnd()
        }),
      observeElementOffset: (virtualizer, told) =>
        observeElementOffset(virtualizer, (offset, isScrolling) => {
          told(offset, isScrolling)
          this.#lookForEnd()
        }),
      measureElement,
      rangeExtractor: ({ startIndex, endIndex, overscan: beyond }) => {
        const from = Math.max(0, startIndex - beyond)
        const to = Math.min(count - 1, endIndex + beyond)
        const range = Array.from({ length: Math.max(0, to - from + 1) }, (_, n) => from + n)
        if (kept === null || kept >= count || (kept >= from && kept <= to)) return range
        return kept < from ? [kept, ...range] : [...range, kept]
      },
      onChange: () => this.#host.requestUpdate(),
    }
  }
}
