import { lineOf, parse, walk } from './syntax.ts'
import type { SourceFile } from './workspace.ts'

/** One import or re-export of a file. */
export interface Import {
  readonly specifier: string
  /** Whether nothing of it is left in the JavaScript. */
  readonly typeOnly: boolean
  readonly line: number
}

/** Every import, re-export, `import()` and `import('…').Type` of a file. */
export const importsOf = ({ path, text }: SourceFile): readonly Import[] => {
  const found: Import[] = []
  const add = (specifier: string, typeOnly: boolean, offset: number) =>
    found.push({ specifier, typeOnly, line: lineOf(text, offset) })
  walk(parse(path, text).program, (node) => {
    const source = node['source']
    if (typeof source !== 'object' || source === null || !('value' in source)) return
    if (typeof source.value !== 'string') return
    const erased = node['importKind'] === 'type' || node['exportKind'] === 'type' || node.type === 'TSImportType'
    const names = Array.isArray(node['specifiers']) ? node['specifiers'] : []
    const erasedNames =
      names.length > 0 && names.every((name) => name.importKind === 'type' || name.exportKind === 'type')
    add(source.value, erased || erasedNames, node.start)
  })
  return found
}

/** The package a specifier names: `@msg/core/errors` is of `@msg/core`; undefined for a relative one. */
export const packageOf = (specifier: string): string | undefined =>
  specifier.startsWith('.') ? undefined : specifier.match(/^(@[^/]+\/[^/]+|[^/]+)/)?.[0]
