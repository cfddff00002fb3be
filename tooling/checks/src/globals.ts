import { lineOf, parse, walk, type SyntaxNode } from './syntax.ts'
import type { SourceFile } from './workspace.ts'

/** Globals that only Node has. */
export const nodeGlobals = [
  'process',
  'Buffer',
  'require',
  'module',
  '__dirname',
  '__filename',
  'global',
  'setImmediate',
]

/** Globals that only a page has. */
export const pageGlobals = ['window', 'document', 'navigator', 'location', 'localStorage', 'sessionStorage', 'self']

/** Whether an identifier stands where it is a name of its own, not the use of a variable. */
const isOwnName = (parent: SyntaxNode, field: string): boolean => {
  if (field === 'property') return parent['computed'] !== true
  if (field === 'key') return parent['computed'] !== true
  if (field === 'right') return parent.type === 'TSQualifiedName'
  return ['imported', 'exported', 'label', 'meta', 'parameterName'].includes(field)
}

const isGlobalThis = (node: unknown): boolean =>
  typeof node === 'object' && node !== null && 'name' in node && node.name === 'globalThis'

/** The names a file declares itself, in any scope. */
const declaredNames = (file: SourceFile): ReadonlySet<string> => {
  const names = new Set<string>()
  const bind = (pattern: unknown): void => {
    if (Array.isArray(pattern)) return pattern.forEach(bind)
    if (typeof pattern !== 'object' || pattern === null) return
    if ('type' in pattern && pattern.type === 'Identifier' && 'name' in pattern) names.add(String(pattern.name))
    for (const field of ['elements', 'properties', 'value', 'left', 'argument', 'parameter'])
      if (field in pattern) bind(Reflect.get(pattern, field))
  }
  walk(parse(file.path, file.text).program, (node) => {
    for (const field of ['id', 'params', 'local', 'param']) bind(node[field])
  })
  return names
}

/** The uses of the given globals in a file, bare or through `globalThis`. */
export const usesOfGlobals = (file: SourceFile, globals: readonly string[]): readonly string[] => {
  const declared = declaredNames(file)
  const found: string[] = []
  walk(parse(file.path, file.text).program, (node, parent, field) => {
    const name = node['name']
    if (node.type !== 'Identifier' || typeof name !== 'string' || !globals.includes(name) || parent === undefined)
      return
    const throughGlobalThis = field === 'property' && isGlobalThis(parent['object'])
    if (!throughGlobalThis && (isOwnName(parent, field) || declared.has(name))) return
    found.push(`${file.path}:${lineOf(file.text, node.start)}: ${name}`)
  })
  return found
}
