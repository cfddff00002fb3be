type Properties<Tag extends keyof HTMLElementTagNameMap> = Partial<
  Pick<HTMLElementTagNameMap[Tag], 'className' | 'hidden' | 'title'> & {
    readonly onclick: () => void
    readonly href: string
    readonly current: boolean
  }
>

/** Makes an element. Text is only ever set as text. */
export const element = <Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  { onclick, href, current, ...properties }: Properties<Tag>,
  ...content: readonly (Node | string)[]
): HTMLElementTagNameMap[Tag] => {
  const made = document.createElement(tag)
  Object.assign(made, properties)
  if (onclick !== undefined) made.addEventListener('click', onclick)
  if (href !== undefined) made.setAttribute('href', href)
  if (current === true) made.setAttribute('aria-current', 'true')
  made.append(...content)
  return made
}

/** Finds an element of the page that must be there. */
export const found = <Type extends HTMLElement>(selector: string, type: new () => Type): Type => {
  const node = document.querySelector(selector)
  if (node instanceof type) return node
  throw new TypeError(`the page has no ${selector}`)
}
