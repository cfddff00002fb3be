import { posix } from 'node:path'
import { importsOf } from './imports.ts'
import type { SourceFile } from './workspace.ts'

/**
 * The import cycles between files, each as the list of paths it runs through. Type-only imports do not count: they are
 * erased, so they can neither leave a name undefined at load time nor tie two bundles together, and types that
 * speak of each other (a port and its data) read best in a file each. Across packages the arrows count them.
 */
export const importCycles = (files: readonly SourceFile[]): readonly (readonly string[])[] => {
  const edges = new Map(
    files.map((file) => [
      file.path,
      importsOf(file)
        .filter(({ specifier, typeOnly }) => specifier.startsWith('.') && !typeOnly)
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
