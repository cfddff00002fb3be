import type { JSHandle, Page } from 'playwright-core'

/** Everything that ever is in the page, from now on, and is none of ours: elements, and attributes that lead somewhere or run something. */
export const strangeIn = (page: Page): Promise<JSHandle<readonly string[]>> =>
  page.evaluateHandle(() => {
    const found: string[] = []
    const ours =
      /^(?:msg-(?!dm)[a-z-]+|a|bdi|blockquote|br|button|circle|code|dd|dialog|div|dl|dt|em|footer|form|h[23]|header|input|kbd|li|mark|nav|ol|option|p|path|pre|rect|s|section|select|slot|small|span|strong|svg|textarea|time|ul)$/
    const leads = /^(?:on.*|action|background|data|formaction|ping|poster|src|srcdoc|srcset|xlink:href)$/
    const isStrange = (element: Element): boolean =>
      !ours.test(element.localName) ||
      [...element.attributes].some(
        ({ name, value }) =>
          leads.test(name) ||
          (name === 'href' && !/^(?:https?|mailto):/.test(value)) ||
          (name === 'style' && /url\(|expression/.test(value)),
      )
    const look = (node: Node): void => {
      if (!(node instanceof Element)) return
      for (const one of [node, ...node.querySelectorAll('*')]) if (isStrange(one)) found.push(one.outerHTML)
    }
    const watch = (root: Node): void =>
      new MutationObserver((changes) => {
        for (const { type, target, addedNodes } of changes) {
          if (type === 'childList') addedNodes.forEach(look)
          else if (target instanceof Element && isStrange(target)) found.push(target.outerHTML)
        }
      }).observe(root, { childList: true, attributes: true, subtree: true })
    watch(document)
    // oxlint-disable-next-line typescript/unbound-method -- it is called on the element that it was asked of
    const { attachShadow } = Element.prototype
    Element.prototype.attachShadow = function (init) {
      const root = attachShadow.call(this, init)
      watch(root)
      return root
    }
    return found
  })
