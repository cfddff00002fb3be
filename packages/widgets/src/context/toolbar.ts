/**
 * Leads from one button of a toolbar to the next by the arrow keys: but for the first they are no tab stops.
 * False where the key means nothing here.
 */
export const toolbarKey = (event: KeyboardEvent): boolean => {
  const { target, key } = event
  if (!(target instanceof HTMLElement) || (key !== 'ArrowLeft' && key !== 'ArrowRight')) return false
  const all = target.closest('[role=toolbar]')?.querySelectorAll('button') ?? []
  // Where there is little room, some are not shown.
  const buttons = [...all].filter((button) => button.getClientRects().length > 0)
  const at = buttons.findIndex((button) => button === target)
  if (at === -1) return false
  const forwards = (key === 'ArrowRight') === (getComputedStyle(target).direction === 'ltr')
  event.preventDefault()
  buttons.at((at + (forwards ? 1 : -1)) % buttons.length)?.focus()
  return true
}
