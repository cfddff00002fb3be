import { isTag, isText, type ChildNode, type Document, type Element, type ParentNode } from 'domhandler'
import { parseDocument } from 'htmlparser2'

export type { Document, Element } from 'domhandler'

/** A page together with its source, from which inner HTML is cut without re-serialising. */
export interface Page {
  readonly source: string
  readonly root: Document
}

/** Parses a page; tolerant of anything. */
export const parsePage = (source: string): Page => ({
  source,
  root: parseDocument(source, { withStartIndices: true, withEndIndices: true }),
})

/** The node that follows a finished one, still below `root`. */
const nextAfter = (finished: ChildNode, root: Document | Element): ChildNode | null => {
  let node: ChildNode | ParentNode | null = finished
  while (node && node !== root) {
    if (node.nextSibling) return node.nextSibling
    node = node.parentNode
  }
  return null
}

/**
 * Every node below `root` in document order, not looking inside of elements that `isWhole`. Iterative, because pages can
 * be nested deeper than the stack.
 */
function* nodesBelow(root: Document | Element, isWhole?: (element: Element) => boolean): Generator<ChildNode> {
  let node: ChildNode | null = root.firstChild
  while (node) {
    yield node
    node = (isTag(node) && !isWhole?.(node) ? node.firstChild : null) ?? nextAfter(node, root)
  }
}

/** Every element below `root` that passes, in document order. */
export function* elements(root: Document | Element, passes: (element: Element) => boolean): Generator<Element> {
  for (const node of nodesBelow(root)) if (isTag(node) && passes(node)) yield node
}

/** The first element below `root` that passes. */
export const first = (root: Document | Element, passes: (element: Element) => boolean): Element | undefined => {
  for (const element of elements(root, passes)) return element
  return undefined
}

/** All elements below `root` that pass and lie in no other that does, so that looking through each costs no more than the page. */
export const outermost = (root: Document | Element, passes: (element: Element) => boolean): readonly Element[] => {
  const found: Element[] = []
  for (const node of nodesBelow(root, passes)) if (isTag(node) && passes(node)) found.push(node)
  return found
}

/** The first heading of that tag whose text matches. */
export const headingLike = (root: Document, tag: string, pattern: RegExp): Element | undefined =>
  outermost(root, byTag(tag)).find((heading) => pattern.test(textOf(heading)))

/** Passes elements with all of these classes. */
export const byClass =
  (...names: readonly string[]) =>
  (element: Element): boolean => {
    const { class: text } = element.attribs
    // Most elements are settled without cutting the attribute apart.
    if (text === undefined || !names.every((name) => text.includes(name))) return false
    const classes = text.split(/\s+/)
    return names.every((name) => classes.includes(name))
  }

/** Passes the element of that id. */
export const byId =
  (id: string) =>
  (element: Element): boolean =>
    element.attribs['id'] === id

/** Passes elements of that tag. */
export const byTag =
  (...tags: readonly string[]) =>
  (element: Element): boolean =>
    tags.includes(element.name)

/** The text below an element, entities decoded, scripts left out. */
export const textOf = (root: Document | Element): string => {
  const parts: string[] = []
  for (const node of nodesBelow(root)) {
    if (!isText(node)) continue
    const parent = node.parent
    if (parent && isTag(parent) && (parent.name === 'script' || parent.name === 'style')) continue
    parts.push(node.data)
  }
  return parts.join('')
}

/** The text of scripts, where older pages keep their data. */
export const scriptsOf = (page: Page): readonly string[] =>
  outermost(page.root, byTag('script')).map((script) =>
    script.children.map((child) => (isText(child) ? child.data : '')).join(''),
  )

/** The source between an element's tags, trimmed. */
export const innerHtml = (page: Page, element: Element): string => {
  const start = element.startIndex ?? 0
  const end = element.endIndex ?? start
  const whole = page.source.slice(start, end + 1)
  const open = openTagLength(whole)
  // Only of these letters the small ones are as long: other text would no longer be where it was.
  const close = whole.replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase()).lastIndexOf(`</${element.name}`)
  return whole.slice(open, close < open ? undefined : close).trim()
}

/** Length of the opening tag, minding quoted attributes that hold ">". */
const openTagLength = (html: string): number => {
  let quote = ''
  for (let at = 0; at < html.length; at += 1) {
    const char = html[at] ?? ''
    if (quote) quote = char === quote ? '' : quote
    else if (char === '"' || char === "'") quote = char
    else if (char === '>') return at + 1
  }
  return html.length
}
