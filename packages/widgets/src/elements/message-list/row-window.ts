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
  /** A line that is kept in the page wherever one scrolls: that which has the focus. */
  readonly kept: number | null
}

/** How high a line is before it was measured, in pixels. */
const estimated = 64
/** Lines rendered beyond each edge of the viewport. */
const overscan = 8
/** So near to the end, in pixels, one is at it. */
const endThreshold = 80

/**
 * The lines of a long list that are in the page: those in the viewport and some beyond it, each at its place. What comes before or
 * grows above does not move what is being read; at the end, the end is followed.
 */
export class RowWindow implements ReactiveController {
  readonly #host: ReactiveControllerHost
  readonly #viewport: () => HTMLElement | null
  readonly #virtualizer: Virtualizer<HTMLElement, HTMLElement>
  #lines: WindowLines = { count: 0, keyOf: String, kept: null }
  #unmount: (() => void) | null = null
  /** Whether the end was in sight when last looked at. A viewport that shrinks (a keyboard, a longer draft) keeps it there. */
  #heldEnd = false

  constructor(host: ReactiveControllerHost, viewport: () => HTMLElement | null) {
    this.#host = host
    this.#viewport = viewport
    this.#virtualizer = new Virtualizer(this.#options())
    host.addController(this)
  }

  hostConnected(): void {
    this.#unmount ??= this.#virtualizer._didMount()
  }

  hostDisconnected(): void {
    this.#unmount?.()
    this.#unmount = null
  }

  hostUpdated(): void {
    this.#virtualizer._willUpdate()
    this.#heldEnd = this.#viewport() !== null && this.atEnd
  }

  /** Says which lines there are now. */
  setLines(lines: WindowLines): void {
    this.#lines = lines
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

  /** Takes the measure of a rendered line; it needs `data-index`. */
  readonly measure = (element: Element | undefined): void => {
    if (element instanceof HTMLElement) this.#virtualizer.measureElement(element)
  }

  scrollToEnd(): void {
    this.#virtualizer.scrollToEnd()
  }

  scrollTo(index: number, align: 'start' | 'center' | 'end' | 'auto' = 'center'): void {
    this.#virtualizer.scrollToIndex(index, { align })
  }

  #options(): VirtualizerOptions<HTMLElement, HTMLElement> {
    const { count, keyOf, kept } = this.#lines
    return {
      count,
      getItemKey: keyOf,
      getScrollElement: this.#viewport,
      estimateSize: () => estimated,
      overscan,
      anchorTo: 'end',
      followOnAppend: true,
      scrollEndThreshold: endThreshold,
      paddingStart: 12,
      paddingEnd: 12,
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
          this.#heldEnd = this.atEnd
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
