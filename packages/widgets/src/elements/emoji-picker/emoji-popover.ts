import { html } from 'lit'
import type { ReactiveElement } from 'lit'
import type { Popover } from '../../context/popover.ts'

/** The picker of emoji in a popover, beside `anchor`, for one emoji. What it needs is loaded when it is first opened. */
export const openEmoji = (popover: Popover, anchor: Element, picked: (emoji: string) => void): void => {
  import('../../define/emoji-picker.ts').catch(() => popover.close())
  const pick = (event: CustomEvent<{ readonly emoji: string }>): void => {
    event.stopPropagation()
    popover.close()
    picked(event.detail.emoji)
  }
  popover.open(anchor, {
    width: 336,
    height: 360,
    render: () => html`<msg-emoji-picker @msg-emoji=${pick}></msg-emoji-picker>`,
    focus: (panel) => void focusPicker(panel),
  })
}

const focusPicker = async (panel: HTMLElement): Promise<void> => {
  await customElements.whenDefined('msg-emoji-picker')
  const picker = panel.querySelector<ReactiveElement>('msg-emoji-picker')
  await picker?.updateComplete
  picker?.focus()
}
