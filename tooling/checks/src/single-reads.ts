import type { Program } from 'oxc-parser'
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

const nameOf = (node: unknown): unknown => (isNode(node) ? node['name'] : undefined)

/** What is called: the name of the method, with or without `?.`, or of the function. */
const calledBy = (node: unknown): { readonly method?: unknown; readonly helper?: unknown } => {
  if (!isNode(node)) return {}
  if (node.type === 'ChainExpression') return calledBy(node['expression'])
  const { callee } = node
  if (!isNode(callee)) return {}
  return callee.type === 'Identifier' ? { helper: nameOf(callee) } : { method: nameOf(callee['property']) }
}

const isRead = (node: unknown): boolean => reads.includes(String(calledBy(node).method))

const readsWithin = (node: SyntaxNode): boolean =>
  isRead(node) || childrenOf(node).some(([, child]) => readsWithin(child))

/** The functions of a file that read a page, by name. */
const helpersIn = (program: Program): ReadonlySet<unknown> => {
  const found = new Set<unknown>()
  walk(program, (node) => {
    const { type, id, init } = node
    const made = type === 'FunctionDeclaration' ? node : type === 'VariableDeclarator' && isNode(init) ? init : null
    if (made !== null && /Function/.test(made.type) && readsWithin(made)) found.add(nameOf(id))
  })
  return found
}

/** Whether something is awaited there that reads a page. */
const awaitsRead = (node: SyntaxNode, helpers: ReadonlySet<unknown>): boolean =>
  (node.type === 'AwaitExpression' && (isRead(node['argument']) || helpers.has(calledBy(node['argument']).helper))) ||
  childrenOf(node).some(([, child]) => awaitsRead(child, helpers))

/** Where a test looks at a page once: what a page is to be, it becomes; on a busy machine that is later. `expect.poll` waits for it. */
export const singleReads = ({ path, text }: SourceFile): readonly string[] => {
  if (!drivesPage(text)) return []
  const found: string[] = []
  const { program } = parse(path, text)
  const helpers = helpersIn(program)
  walk(program, (node) => {
    const { callee, arguments: given } = node
    if (!isNode(callee) || callee['name'] !== 'expect' || !Array.isArray(given) || !isNode(given[0])) return
    if (awaitsRead(given[0], helpers))
      found.push(`${path}:${lineOf(text, node.start)}: what is read here is to be polled`)
  })
  return found
}
