import { createTypeAhead } from './type-ahead.ts'

/** What keys do in a menu: arrows, Home and End lead through it, letters to what begins with them, Tab out of it. */
export const createMenuKeys = (close: () => void): ((event: KeyboardEvent) => void) => {
  const typeAhead = createTypeAhead()
  return (event) => {
    const { currentTarget, target, key } = event
    if (!(currentTarget instanceof Element)) return
    const items = [...currentTarget.querySelectorAll<HTMLElement>('[role=menuitem]')]
    const at = items.findIndex((item) => item === target)
    const names = items.map((item) => item.textContent ?? '')
    const to = stepTo(key, at, items.length, currentTarget) ?? typeAhead.find(event, names, at)
    // What is behind the menu does not hear a key that is meant for it; Escape is for whoever opened it.
    if (key !== 'Escape') event.stopPropagation()
    if (key === 'Tab') close()
    if (to === null) return
    event.preventDefault()
    items[to]?.focus()
  }
}

/** Where a key leads from one of so many; null where it leads nowhere. */
const stepTo = (key: string, at: number, count: number, menu: Element): number | null => {
  const forwards = getComputedStyle(menu).direction === 'rtl' ? -1 : 1
  const step = { ArrowDown: 1, ArrowUp: -1, ArrowRight: forwards, ArrowLeft: -forwards }[key]
  if (step !== undefined) return (at + step + count) % count
  if (key === 'Home') return 0
  return key === 'End' ? count - 1 : null
}
