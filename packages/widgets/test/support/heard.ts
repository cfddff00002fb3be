import type { JSHandle, Page } from 'playwright-core'

/** Everything that the widgets of a page say aloud, in order, from now on. */
export const heardIn = (page: Page): Promise<JSHandle<readonly string[]>> =>
  page.evaluateHandle(() => {
    const texts: string[] = []
    const listen = (root: ShadowRoot): void => {
      const before = new Map<Element, string>()
      const hear = (): void => {
        for (const line of root.querySelectorAll('[role=status], [role=alert]')) {
          if (line.textContent !== '' && line.textContent !== before.get(line)) texts.push(line.textContent)
          before.set(line, line.textContent)
        }
      }
      hear()
      new MutationObserver(hear).observe(root, { childList: true, characterData: true, subtree: true })
    }
    const known = new Set<Element>()
    const find = (): void => {
      for (const provider of document.querySelectorAll('msg-provider')) {
        if (known.has(provider) || provider.shadowRoot === null) continue
        known.add(provider)
        listen(provider.shadowRoot)
      }
    }
    find()
    new MutationObserver(find).observe(document, { childList: true, subtree: true })
    return texts
  })
