import { childrenOf, isNode, lineOf, parse, walk, type SyntaxNode } from './syntax.ts'
import type { SourceFile } from './workspace.ts'

/** What of a page is read at once, whatever is still on its way there. */
const reads = [
  'allInnerTexts',
  'allTextContents',
  'boundingBox',
  'count',
  'evaluate',
  'getAttribute',
  'innerText',
  'inputValue',
  'isChecked',
  'isDisabled',
  'isEnabled',
  'isHidden',
  'isVisible',
  'textContent',
  'title',
]

/** Whether a file drives a page. */
const drivesPage = (text: string): boolean => /from '(?:playwright-core|@msg\/e2e\/chromium|.*\/opened\.ts)'/.test(text)

/** The name of the method that is called, with or without `?.`. */
const methodOf = (node: unknown): unknown => {
  if (!isNode(node)) return null
  if (node.type === 'ChainExpression') return methodOf(node['expression'])
  const { callee } = node
  return isNode(callee) && isNode(callee['property']) ? callee['property']['name'] : null
}

/** Whether something is awaited there that reads a page. */
const awaitsRead = (node: SyntaxNode): boolean =>
  (node.type === 'AwaitExpression' && reads.includes(String(methodOf(node['argument'])))) ||
  childrenOf(node).some(([, child]) => awaitsRead(child))

/** Where a test looks at a page once: what a page is to be, it becomes; on a busy machine that is later. `expect.poll` waits for it. */
export const singleReads = ({ path, text }: SourceFile): readonly string[] => {
  if (!drivesPage(text)) return []
  const found: string[] = []
  walk(parse(path, text).program, (node) => {
    const { callee, arguments: given } = node
    if (!isNode(callee) || callee['name'] !== 'expect' || !Array.isArray(given) || !isNode(given[0])) return
    if (awaitsRead(given[0])) found.push(`${path}:${lineOf(text, node.start)}: what is read here is to be polled`)
  })
  return found
}
