import { isTag, isText, type ChildNode, type Element } from 'domhandler'
import { byClass, outermost, parsePage, textOf } from '../pages/document.ts'
import { safeLink } from './content.ts'

/** Deeper than this only the text is kept: nobody nests so deep for a reader. */
const DEEPEST = 20

const MARKS: Readonly<Record<string, string>> = {
  b: '**',
  strong: '**',
  i: '*',
  em: '*',
  strike: '~~',
  del: '~~',
  s: '~~',
}

/** Keeps text from being read as markup. */
const escape = (text: string): string =>
  text.replaceAll(/[\\`*[]|~~|<(?=[a-z/!?])|(?<=^|\n)>|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])|&(?=#?\w+;)/giu, '\\$&')

/** Keeps the beginning of a line from being read as a list, a heading or a quote. */
const escapeStart = (line: string): string =>
  line
    .trimStart()
    .replace(/^(?:[-+#=](?=\s|[-+#=]|$)|\d+(?=[.)](?:\s|$)))/u, (start) =>
      /^\d/.test(start) ? `${start}\\` : `\\${start}`,
    )

/** More backticks than ever follow each other in a text. */
const fenceOf = (text: string, least: number): string => {
  let longest = least - 1
  for (const [ticks] of text.matchAll(/`+/g)) longest = Math.max(longest, ticks.length)
  return '`'.repeat(longest + 1)
}

const asCode = (text: string): string => {
  const fence = fenceOf(text, 1)
  const pad = /^`|`$/.test(text) ? ' ' : ''
  return text === '' ? '' : `${fence}${pad}${text}${pad}${fence}`
}

const asLink = (element: Element, label: string): string => {
  const href = safeLink(element.attribs['href'] ?? '')
  if (href === null || /[\s<>]/.test(href)) return label
  const shown = label.trim()
  return shown === '' || shown === escape(href) ? href : `[${shown}](<${href}>)`
}

/** Marks do not count next to a space, so spaces stay outside. */
const marked = (mark: string, inner: string): string => {
  const text = inner.trim()
  return text === '' ? inner : inner.replace(text, () => `${mark}${text}${mark}`)
}

const elementText = (element: Element, depth: number): string => {
  const { name } = element
  if (name === 'br') return '\n'
  if (name === 'script' || name === 'style') return ''
  if (name === 'code') return asCode(textOf(element))
  if (name === 'pre') return `\n${fenced(textOf(element))}\n`
  if (name === 'img') return imageLink(element)
  const inner = childrenText(element.children, depth + 1)
  const mark = MARKS[name]
  if (mark !== undefined) return marked(mark, inner)
  if (name === 'a') return asLink(element, inner)
  if (byClass('quote')(element)) return `\n${quoted(inner)}\n`
  return inner
}

const fenced = (text: string): string => {
  const fence = fenceOf(text, 3)
  return `${fence}\n${text.replace(/^\n+/, '').trimEnd()}\n${fence}`
}

const quoted = (text: string): string =>
  text
    .trim()
    .split('\n')
    .map((line) => `> ${line}`)
    .join('\n')

/** Pictures stay where they are: a reader who wants one follows the link. */
const imageLink = (element: Element): string => {
  const source = safeLink(element.attribs['src'] ?? '')
  return source === null || /[\s<>]/.test(source) ? '' : source
}

const childrenText = (nodes: readonly ChildNode[], depth: number): string =>
  nodes
    .map((node) => {
      if (isText(node)) return escape(node.data)
      if (!isTag(node)) return ''
      return depth > DEEPEST ? escape(textOf(node)) : elementText(node, depth)
    })
    .join('')

/** A box drawn from a link: the first link in it, with its words. */
const oneboxText = (box: Element): string => {
  const [link] = outermost(box, (element) => element.name === 'a' && safeLink(element.attribs['href'] ?? '') !== null)
  if (link === undefined) return escape(textOf(box).replaceAll(/\s+/g, ' ').trim())
  const words = textOf(box).replaceAll(/\s+/g, ' ').trim().slice(0, 120)
  return asLink(link, escape(words))
}

/**
 * The HTML of a message as Markdown: bold, italics, strikes, code, quotes, web links. Anything else becomes its text, so
 * that nothing of the markup (scripts, other addresses, handlers) is left; a box drawn from a link becomes that link.
 */
export const contentToMarkdown = (html: string): string => {
  const { root } = parsePage(html.replaceAll(/\s?<br\s*\/?>\s?/gi, '<br>'))
  const [box] = outermost(root, byClass('onebox'))
  if (box !== undefined) return oneboxText(box)
  const lines = childrenText(root.children, 0).split('\n')
  let fence = ''
  const safe = lines.map((line) => {
    const ticks = /^`{3,}$/.exec(line)?.[0] ?? ''
    if (ticks !== '' && (fence === '' || fence === ticks)) fence = fence === '' ? ticks : ''
    return fence !== '' || ticks !== '' || line.startsWith('> ') ? line : escapeStart(line)
  })
  return safe.join('\n').trim()
}
