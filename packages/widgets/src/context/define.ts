/** Registers an element under its tag, unless something is registered there already, as by a second copy of this package. */
export const define = (tag: string, element: CustomElementConstructor): void => {
  if (typeof customElements !== 'undefined' && customElements.get(tag) === undefined)
    customElements.define(tag, element)
}
