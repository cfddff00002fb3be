import type { Page } from 'playwright-core'

/** The most of what may not be much. */
export interface Most {
  /** By how many pixels what is read ever jumped. */
  readonly jump: number
  /** How many elements there ever were, through all shadow roots: in all, and in one message. */
  readonly elements: number
  readonly perRow: number
}

/** Scrolls up so many steps of 120 pixels, through pages that are loaded on the way. */
export const scrolledUp = (page: Page, steps: number): Promise<Most> =>
  page.getByRole('log').evaluate(async (viewport, count) => {
    const frame = () => new Promise((done) => requestAnimationFrame(done))
    const rows = () => [...viewport.querySelectorAll<HTMLElement>('.row')]
    const middle = viewport.getBoundingClientRect().top + viewport.clientHeight / 2
    const elementsIn = (root: ParentNode): number =>
      [...root.querySelectorAll('*')].reduce(
        (sum, element) => sum + 1 + (element.shadowRoot === null ? 0 : elementsIn(element.shadowRoot)),
        0,
      )
    let [jump, elements, perRow] = [0, 0, 0]
    for (let step = 0; step < count; step += 1) {
      // At the very top one waits for what is older.
      while (viewport.scrollTop <= 0) await frame()
      const read = rows().find((one) => one.getBoundingClientRect().bottom > middle)
      const before = read?.getBoundingClientRect().top ?? 0
      const from = viewport.scrollTop
      viewport.scrollTop = from - 120
      const moved = from - viewport.scrollTop
      await frame()
      await frame()
      const row = viewport.querySelector(`.row[data-id="${read?.dataset['id']}"]`)
      if (row === null) throw new Error('what was read is gone')
      jump = Math.max(jump, Math.abs(row.getBoundingClientRect().top - before - moved))
      elements = Math.max(elements, elementsIn(document.querySelector('msg-provider') ?? document))
      perRow = Math.max(perRow, ...rows().map(elementsIn))
    }
    return { jump, elements, perRow }
  }, steps)

/** By how many pixels what is read jumps in thirty frames while a message above it, out of sight, is reacted to. */
export const jumpAtReaction = (page: Page): Promise<number> =>
  page.getByRole('log').evaluate(async (viewport) => {
    const frame = () => new Promise((done) => requestAnimationFrame(done))
    const { top, bottom } = viewport.getBoundingClientRect()
    const rows = [...viewport.querySelectorAll<HTMLElement>('.row')]
    const above = rows.findLast((row) => row.getBoundingClientRect().bottom < top)
    const read = rows.find((row) => row.getBoundingClientRect().bottom > (top + bottom) / 2)
    if (above === undefined || read === undefined) throw new Error('there is nothing above')
    const before = read.getBoundingClientRect().top
    await window.playground.as('ben').reactions.add({ messageId: above.dataset['id'] ?? '', emoji: '👍' })
    let jump = 0
    const look = async (): Promise<void> => {
      await frame()
      jump = Math.max(jump, Math.abs(read.getBoundingClientRect().top - before))
    }
    while (above.querySelector('.reactions') === null) await look()
    for (let frames = 0; frames < 30; frames += 1) await look()
    return jump
  })
