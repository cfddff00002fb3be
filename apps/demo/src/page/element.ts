/** Makes elements without ever reading a string as markup. */
export const element = (
  tag: string,
  attributes: Readonly<Record<string, string>> = {},
  children: readonly (Node | string)[] = [],
): HTMLElement => {
  const made = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value)
  made.append(...children)
  return made
}

/** An element with a text. */
export const text = (tag: string, content: string, name = ''): HTMLElement =>
  element(tag, name === '' ? {} : { class: name }, [content])

/** A link with a text. */
export const link = (href: string, content: string): HTMLElement => element('a', { href }, [content])
