import type { TimelineRow } from '@msg/client/views'
import type { MessageId } from '@msg/core'
import type { ReactiveController, ReactiveControllerHost } from 'lit'
import { toolbarKey } from '../../context/toolbar.ts'
import type { ListItem } from './list-items.ts'
import type { MessageAction, OfferedAction } from './row-actions.ts'

/** The list as its rows are walked through. */
export interface RowWalk extends ReactiveControllerHost {
  readonly root: HTMLElement | DocumentFragment
  readonly items: readonly ListItem[]
  /** Brings a line into sight. */
  show(index: number): void
  offered(row: TimelineRow): readonly OfferedAction[]
  act(row: TimelineRow, action: MessageAction): void
}

const steps: Readonly<Record<string, number>> = { ArrowUp: -1, ArrowDown: 1, Home: -Infinity, End: Infinity }

/**
 * Which row is the active one, and what keys do there: one row is a tab stop, arrows lead from one to the next, Enter into its
 * actions and Escape out of them, and each action has its key.
 */
export class RowFocus implements ReactiveController {
  readonly #walk: RowWalk
  #active: MessageId | null = null

  constructor(walk: RowWalk) {
    this.#walk = walk
    walk.addController(this)
  }

  hostConnected(): void {}

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

  readonly key = (event: KeyboardEvent): void => {
    if (event.altKey || event.ctrlKey || event.metaKey) return
    const inRow = event.target instanceof Element && event.target.matches('.row, .viewport')
    const step = steps[event.key]
    if (inRow && step !== undefined) {
      event.preventDefault()
      void this.#move(step)
    } else if (inRow) this.#rowKey(event)
    else if (!toolbarKey(event) && event.key === 'Escape') {
      event.stopPropagation()
      this.#focus()
    }
  }

  #rowKey(event: KeyboardEvent): void {
    const item = this.#walk.items.find(({ key }) => key === this.#active)
    if (item?.type !== 'row') return
    if (event.key === 'Enter' || event.key === 'ArrowRight') {
      event.preventDefault()
      return this.#walk.root.querySelector<HTMLElement>('.actions button')?.focus()
    }
    const pressed = event.key.toLowerCase()
    const found = this.#walk.offered(item.row).find(({ key }) => key?.toLowerCase() === pressed)
    if (found === undefined) return
    event.preventDefault()
    this.#walk.act(item.row, found.action)
  }

  async #move(step: number): Promise<void> {
    const { items } = this.#walk
    const rows = items.filter(({ type }) => type === 'row')
    const at = rows.findIndex(({ key }) => key === this.#active)
    const next = rows[Math.max(0, Math.min(rows.length - 1, (at === -1 ? rows.length : at) + step))]
    if (next === undefined) return
    this.#activate(next.key)
    this.#walk.show(items.indexOf(next))
    await this.#walk.updateComplete
    this.#focus()
  }

  #activate(id: MessageId | null): void {
    if (id === null || id === this.#active) return
    this.#active = id
    this.#walk.requestUpdate()
  }

  #holdsFocus(): boolean {
    return this.#walk.root.querySelector('.row:focus, .row :focus') !== null
  }

  #focus(): void {
    const row = this.#walk.root.querySelector<HTMLElement>(`.row[data-id="${this.#active}"]`)
    row?.focus({ preventScroll: true })
  }
}

const rowIdOf = (event: Event): MessageId | null => {
  const row = event.target instanceof Element ? event.target.closest<HTMLElement>('.row') : null
  return row?.dataset['id'] ?? null
}
