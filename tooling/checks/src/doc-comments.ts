import { posix } from 'node:path'
import { childrenOf, parse, type SyntaxNode } from './syntax.ts'
import type { SourceFile } from './workspace.ts'

type Files = ReadonlyMap<string, SourceFile>

interface Statements {
  readonly all: readonly SyntaxNode[]
  /** Whether a doc comment stands directly above the node. */
  readonly documented: (node: SyntaxNode) => boolean
}

const statementsOf = ({ path, text }: SourceFile): Statements => {
  const { program, comments } = parse(path, text)
  const docs = comments.filter(({ type, value }) => type === 'Block' && value.startsWith('*'))
  const all = childrenOf({ ...program })
    .filter(([field]) => field === 'body')
    .map(([, node]) => node)
  const documented = (node: SyntaxNode) =>
    docs.some(({ end }) => end <= node.start && text.slice(end, node.start).trim() === '')
  return { all, documented }
}

const nameOf = (node: unknown): string | undefined => {
  if (typeof node !== 'object' || node === null) return undefined
  const name: unknown = Reflect.get(node, 'name') ?? Reflect.get(node, 'value')
  return typeof name === 'string' ? name : undefined
}

const listOf = (value: unknown): readonly object[] => (Array.isArray(value) ? value : [])

/** The names a declaration (or the declarators of a `const`) introduces. */
const declaredBy = (declaration: unknown): readonly string[] => {
  if (typeof declaration !== 'object' || declaration === null) return []
  const declarators = listOf(Reflect.get(declaration, 'declarations'))
  return (declarators.length > 0 ? declarators : [declaration])
    .map((each) => nameOf(Reflect.get(each, 'id')))
    .filter((name) => name !== undefined)
}

/** The exports of a file that have no doc comment, each as `path: name`; re-exports are followed to their declaration. */
export const undocumentedExports = (path: string, files: Files, wanted?: ReadonlySet<string>): readonly string[] => {
  const file = files.get(path)
  if (file === undefined) return [`${path}: not found`]
  const { all, documented } = statementsOf(file)
  const asked = (name: string) => wanted === undefined || wanted.has(name)
  const own = new Map<string, boolean>()
  for (const node of all) {
    for (const name of [...declaredBy(node), ...declaredBy(node['declaration'])])
      own.set(name, own.get(name) === true || documented(node))
  }
  const judge = (local: string, exported: string) => (own.get(local) === true ? [] : [`${path}: ${exported}`])

  return all.flatMap((node) => {
    const specifier = nameOf(node['source'])
    const target = specifier === undefined ? undefined : posix.join(posix.dirname(path), specifier)
    if (node.type === 'ExportAllDeclaration') {
      const namespace = nameOf(node['exported'])
      if (namespace !== undefined) return asked(namespace) && !documented(node) ? [`${path}: ${namespace}`] : []
      return target === undefined || !specifier?.startsWith('.') ? [] : undocumentedExports(target, files, wanted)
    }
    if (node.type !== 'ExportNamedDeclaration') return []
    const fromDeclaration = declaredBy(node['declaration']).filter(asked)
    const names = listOf(node['specifiers'])
      .map((each) => ({ local: nameOf(Reflect.get(each, 'local')), exported: nameOf(Reflect.get(each, 'exported')) }))
      .filter(({ exported }) => exported !== undefined && asked(exported))
    if (target !== undefined && !specifier?.startsWith('.')) return []
    return [
      ...new Set([
        ...fromDeclaration.flatMap((name) => judge(name, name)),
        ...names.flatMap(({ local = '', exported = '' }) =>
          target === undefined ? judge(local, exported) : undocumentedExports(target, files, new Set([local])),
        ),
      ]),
    ]
  })
}
