import { posix } from 'node:path'
import { importsOf } from './imports.ts'
import type { SourceFile } from './workspace.ts'

/**
 * The import cycles between files, each as the list of paths it runs through. Imports of types count: files that cannot be
 * understood one after the other are one knot, whatever of it is left at run time.
 */
export const importCycles = (files: readonly SourceFile[]): readonly (readonly string[])[] => {
  const edges = new Map(
    files.map((file) => [
      file.path,
      importsOf(file)
        .filter(({ specifier }) => specifier.startsWith('.'))
        .map(({ specifier }) => posix.join(posix.dirname(file.path), specifier)),
    ]),
  )
  const cycles: (readonly string[])[] = []
  const finished = new Set<string>()
  const visit = (path: string, trail: readonly string[]): void => {
    const seenAt = trail.indexOf(path)
    if (seenAt >= 0) cycles.push([...trail.slice(seenAt), path])
    if (seenAt >= 0 || finished.has(path)) return
    for (const target of edges.get(path) ?? []) visit(target, [...trail, path])
    finished.add(path)
  }
  for (const path of edges.keys()) visit(path, [])
  return cycles
}
