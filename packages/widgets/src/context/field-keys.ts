import type { ReactiveElement } from 'lit'

/**
 * Whether a key belongs to a word that is still being made by an input method: what confirms it does nothing else. In Safari the word
 * has ended when that key is told, and only its old code says so.
 */
// oxlint-disable-next-line typescript/no-deprecated -- nothing else tells
export const isComposing = ({ isComposing: composes, keyCode }: KeyboardEvent): boolean => composes || keyCode === 229

/** Scrolls the option that arrows led to into sight, once it is drawn: the focus is elsewhere, so that the browser does not. */
export const showActive = async (host: Pick<ReactiveElement, 'renderRoot' | 'updateComplete'>): Promise<void> => {
  await host.updateComplete
  host.renderRoot.querySelector('[role=option][aria-selected=true]')?.scrollIntoView({ block: 'nearest' })
}
