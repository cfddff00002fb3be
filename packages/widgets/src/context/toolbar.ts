/**
 * Which way an arrow key leads as one writes: 1 on, -1 back, 0 for any other key. As what listens is written, which need not be the
 * way of the text that has the focus.
 */
export const arrowStep = ({ key, currentTarget }: KeyboardEvent): -1 | 0 | 1 => {
  if (!(currentTarget instanceof Element) || (key !== 'ArrowLeft' && key !== 'ArrowRight')) return 0
  return (key === 'ArrowRight') === (getComputedStyle(currentTarget).direction === 'ltr') ? 1 : -1
}

/**
 * Leads from one button of a toolbar to the next by the arrow keys: but for the first they are no tab stops.
 * False where the key means nothing here.
 */
export const toolbarKey = (event: KeyboardEvent): boolean => {
  const { target } = event
  const step = arrowStep(event)
  if (!(target instanceof HTMLElement) || step === 0) return false
  const buttons = shownButtons(target.closest('[role=toolbar]'))
  const at = buttons.findIndex((button) => button === target)
  if (at === -1) return false
  event.preventDefault()
  buttons.at((at + step) % buttons.length)?.focus()
  return true
}

/** The buttons in a part of the page that there is room for. */
export const shownButtons = (place: ParentNode | null): readonly HTMLElement[] =>
  [...(place?.querySelectorAll<HTMLElement>('button') ?? [])].filter((button) => button.getClientRects().length > 0)
