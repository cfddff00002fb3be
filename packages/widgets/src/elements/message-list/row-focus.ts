import type { TimelineRow } from '@msg/client/views'
import type { MessageId } from '@msg/core'
import type { ReactiveController, ReactiveControllerHost } from 'lit'
import { arrowStep, shownButtons, toolbarKey } from '../../context/toolbar.ts'
import type { ListItem } from './list-items.ts'
import type { OfferedAction } from './row-actions.ts'
import type { RowDeeds } from './row-deeds.ts'

/** The list as its rows are walked through. */
export interface RowWalk extends ReactiveControllerHost {
  readonly renderRoot: HTMLElement | DocumentFragment
  readonly items: readonly ListItem[]
  /** Brings a line into sight. */
  show(index: number): void
  offered(row: TimelineRow): readonly OfferedAction[]
  /** Goes to the very first message, or the newest, and loads them if need be. */
  toEdge(edge: 'first' | 'latest'): Promise<void>
}

const edges: Readonly<Record<string, 'first' | 'latest'>> = { Home: 'first', End: 'latest' }
const steps: Readonly<Record<string, number>> = { ArrowUp: -1, ArrowDown: 1, Home: -Infinity, End: Infinity }

/**
 * Which row is the active one, and what keys do there: one row is a tab stop, arrows lead from one to the next, Enter into its
 * actions, Escape and the arrow back out of them, and each action has its key.
 */
export class RowFocus implements ReactiveController {
  readonly #walk: RowWalk
  readonly #deeds: Pick<RowDeeds, 'act' | 'more'>
  #active: MessageId | null = null
  /** Its place among the rows when they were last shown. */
  #at = 0

  constructor(walk: RowWalk, deeds: Pick<RowDeeds, 'act' | 'more'>) {
    this.#walk = walk
    this.#deeds = deeds
    walk.addController(this)
  }

  hostConnected(): void {}

  /** Where the active row is taken away the next one is it, with the focus if it had that: the list stays a tab stop. */
  hostUpdate(): void {
    if (this.#active === null) return
    const rows = this.#rows
    const at = rows.findIndex(({ key }) => key === this.#active)
    if (at !== -1) return void (this.#at = at)
    const hadFocus = this.#holdsFocus()
    this.#active = rows[Math.min(this.#at, rows.length - 1)]?.key ?? null
    if (hadFocus) void this.#walk.updateComplete.then(() => this.#focus())
  }

  /** The row that shows its actions; null before one was looked at. */
  get active(): MessageId | null {
    return this.#active
  }

  /** Another list begins. */
  reset(): void {
    this.#active = null
  }

  readonly pointed = (event: Event): void => {
    if (!this.#holdsFocus()) this.#activate(rowIdOf(event))
  }

  readonly focused = (event: Event): void => this.#activate(rowIdOf(event))

  /** A finger that rests on a message opens its menu; a mouse has the menu of the browser. */
  readonly held = (event: MouseEvent): void => {
    if (!('pointerType' in event) || event.pointerType !== 'touch') return
    const id = rowIdOf(event)
    this.#activate(id)
    if (id !== null && this.#more()) event.preventDefault()
  }

  readonly key = (event: KeyboardEvent): void => {
    const edge = (event.ctrlKey || event.metaKey) && !event.altKey ? edges[event.key] : undefined
    if (edge !== undefined) {
      event.preventDefault()
      void this.#walk.toEdge(edge).then(() => this.#move(edge === 'first' ? -Infinity : Infinity))
    }
    if (event.altKey || event.ctrlKey || event.metaKey) return
    const inRow = event.target instanceof Element && event.target.matches('.row, .viewport')
    const step = steps[event.key]
    if (inRow && step !== undefined) {
      event.preventDefault()
      void this.#move(step)
    } else if (inRow) this.#rowKey(event)
    else if (this.#leaves(event)) {
      event.preventDefault()
      event.stopPropagation()
      this.#focus()
    } else toolbarKey(event)
  }

  #rowKey(event: KeyboardEvent): void {
    const row = this.#row
    if (row === null) return
    if (event.key === 'Enter' || arrowStep(event) === 1) {
      event.preventDefault()
      return this.#enter()
    }
    if (event.key === 'ContextMenu' || (event.key === 'F10' && event.shiftKey)) {
      event.preventDefault()
      return void this.#more()
    }
    const pressed = event.key.toLowerCase()
    const found = this.#walk.offered(row).find(({ key }) => key?.toLowerCase() === pressed)
    if (found === undefined) return
    event.preventDefault()
    this.#deeds.act(row, found.action)
  }

  /** The message of the active row; null for none. */
  get #row(): TimelineRow | null {
    const item = this.#walk.items.find(({ key }) => key === this.#active)
    return item?.type === 'row' ? item.row : null
  }

  get #rows(): readonly ListItem[] {
    return this.#walk.items.filter(({ type }) => type === 'row')
  }

  /** The first of the actions that there is room for. */
  get #firstAction(): HTMLElement | undefined {
    return shownButtons(this.#walk.renderRoot.querySelector('.actions'))[0]
  }

  #enter(): void {
    this.#firstAction?.focus()
  }

  /** Whether a key leads back to the row from something in it: the arrow does from what has nothing of the actions before it. */
  #leaves(event: KeyboardEvent): boolean {
    if (event.key === 'Escape') return true
    const inActions = event.target instanceof Element && event.target.closest('.actions') !== null
    return arrowStep(event) === -1 && (!inActions || event.target === this.#firstAction)
  }

  #more(): boolean {
    const row = this.#row
    const shown = this.#walk.renderRoot.querySelector(`.row[data-id="${this.#active}"] .stack`)
    if (row === null || shown === null) return false
    this.#deeds.more(row, shown)
    return true
  }

  async #move(step: number): Promise<void> {
    const rows = this.#rows
    const at = rows.findIndex(({ key }) => key === this.#active)
    const next = rows[Math.max(0, Math.min(rows.length - 1, (at === -1 ? rows.length : at) + step))]
    if (next === undefined) return
    this.#activate(next.key)
    this.#walk.show(this.#walk.items.indexOf(next))
    await this.#walk.updateComplete
    this.#focus()
  }

  #activate(id: MessageId | null): void {
    if (id === null || id === this.#active) return
    this.#active = id
    this.#walk.requestUpdate()
  }

  #holdsFocus(): boolean {
    return this.#walk.renderRoot.querySelector('.row:focus, .row :focus') !== null
  }

  #focus(): void {
    const row = this.#walk.renderRoot.querySelector<HTMLElement>(`.row[data-id="${this.#active}"]`)
    row?.focus({ preventScroll: true })
  }
}

const rowIdOf = (event: Event): MessageId | null => {
  const row = event.target instanceof Element ? event.target.closest<HTMLElement>('.row') : null
  return row?.dataset['id'] ?? null
}
