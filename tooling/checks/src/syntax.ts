import { parseSync, type Program } from 'oxc-parser'

/** A node of the syntax tree, as far as a walk over all kinds of them needs to know it. */
export interface SyntaxNode {
  readonly type: string
  readonly start: number
  readonly end: number
  readonly [field: string]: unknown
}

/** Whether a field of a node holds another one. */
export const isNode = (value: unknown): value is SyntaxNode =>
  typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string' && 'start' in value

/** The parsed file; a syntax error is thrown, because a file that is not understood cannot be checked. */
export const parse = (path: string, text: string) => {
  const result = parseSync(path, text)
  const [error] = result.errors
  if (error !== undefined) throw new Error(`${path}: ${error.message}`)
  return result
}

/** The nodes directly below a node, each with the field it stands in. */
export const childrenOf = (node: SyntaxNode): readonly (readonly [field: string, child: SyntaxNode])[] =>
  Object.entries(node).flatMap(([field, value]) =>
    (Array.isArray(value) ? value : [value]).filter(isNode).map((child) => [field, child] as const),
  )

/** Calls `visit` for every node of a program, with the node above it and the field it stands in. */
export const walk = (
  program: Program,
  visit: (node: SyntaxNode, parent: SyntaxNode | undefined, field: string) => void,
): void => {
  const step = (node: SyntaxNode, parent: SyntaxNode | undefined, field: string): void => {
    visit(node, parent, field)
    for (const [name, child] of childrenOf(node)) step(child, node, name)
  }
  if (isNode(program)) step(program, undefined, '')
}

/** The line, counted from 1, of an offset. */
export const lineOf = (text: string, offset: number): number => text.slice(0, offset).split('\n').length
