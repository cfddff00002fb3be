import { lineOf, parse, walk } from './syntax.ts'
import type { SourceFile } from './workspace.ts'

/** One import or re-export of a file. */
export interface Import {
  readonly specifier: string
  readonly line: number
}

/** Every import, re-export, `import()` and `import('…').Type` of a file. */
export const importsOf = ({ path, text }: SourceFile): readonly Import[] => {
  const found: Import[] = []
  walk(parse(path, text).program, (node) => {
    const source = node['source']
    if (typeof source !== 'object' || source === null || !('value' in source)) return
    if (typeof source.value !== 'string') return
    found.push({ specifier: source.value, line: lineOf(text, node.start) })
  })
  return found
}

/** The package a specifier names: `@msg/core/errors` is of `@msg/core`; undefined for a relative one. */
export const packageOf = (specifier: string): string | undefined =>
  specifier.startsWith('.') ? undefined : specifier.match(/^(@[^/]+\/[^/]+|[^/]+)/)?.[0]
