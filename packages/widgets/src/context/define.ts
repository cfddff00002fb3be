/**
 * Registers an element under its tag, unless something is registered there already, as by a second copy of this package.
 * TypeScript must know the tag, so that `document.createElement` answers the element.
 */
export const define = <Tag extends `msg-${string}` & keyof HTMLElementTagNameMap>(
  tag: Tag,
  element: new () => HTMLElementTagNameMap[Tag],
): void => {
  if (typeof customElements !== 'undefined' && customElements.get(tag) === undefined)
    customElements.define(tag, element)
}
