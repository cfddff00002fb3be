import { posix } from 'node:path'
import { importsOf, packageOf } from './imports.ts'
import type { Manifest, Package, SourceFile } from './workspace.ts'

/** The arrows of the architecture: what each published package may use of this repository. They only point down. */
export const arrows: Readonly<Record<string, readonly string[]>> = {
  '@msg/core': [],
  '@msg/stackexchange': [],
  '@msg/contract': ['@msg/core'],
  '@msg/testing': ['@msg/core'],
  '@msg/drizzle': ['@msg/core'],
  '@msg/mqtt': ['@msg/core'],
  '@msg/webhooks': ['@msg/core'],
  '@msg/attachments': ['@msg/core'],
  '@msg/hono': ['@msg/core', '@msg/contract'],
  '@msg/client': ['@msg/core', '@msg/contract'],
  '@msg/widgets': ['@msg/core', '@msg/client'],
  '@msg/compat': ['@msg/core', '@msg/hono', '@msg/drizzle'],
  '@msg/bridge': ['@msg/core', '@msg/stackexchange'],
}

/** Packages that run in a browser as they are, so nothing of Node may be imported. */
const withoutNode = new Set(['@msg/core', '@msg/contract', '@msg/client', '@msg/widgets'])

const declared = (manifest: Manifest): ReadonlySet<string> =>
  new Set([...Object.keys(manifest.dependencies ?? {}), ...Object.keys(manifest.peerDependencies ?? {})])

const isOurs = (name: string) => name.startsWith('@msg/')

/** What is wrong with the dependencies that a package declares for its users. */
export const wrongDependencies = (manifest: Manifest): readonly string[] => {
  const allowed = arrows[manifest.name]
  if (allowed === undefined) return [`${manifest.name} has no row in the table of arrows`]
  const names = [...declared(manifest)]
  if (manifest.name === '@msg/core') return names.map((name) => `@msg/core depends on ${name}; it depends on nothing`)
  return names
    .filter((name) => isOurs(name) && !allowed.includes(name))
    .map((name) => `${manifest.name} depends on ${name}; the arrows allow ${allowed.join(', ') || 'none'}`)
}

const wrongSpecifier = (
  specifier: string,
  file: SourceFile,
  user: Package,
  manifests: ReadonlyMap<string, Manifest>,
): string | undefined => {
  const name = packageOf(specifier)
  if (name === undefined) {
    const target = posix.join(posix.dirname(file.path), specifier)
    return target.startsWith(`${user.folder}/`) ? undefined : 'leaves its package by a relative path'
  }
  if (name.startsWith('node:'))
    return withoutNode.has(user.manifest.name) ? 'brings Node into a package that runs anywhere' : undefined
  if (isOurs(name) && !arrows[user.manifest.name]?.includes(name)) return 'goes against the arrows'
  if (!declared(user.manifest).has(name)) return `is not in the dependencies of ${user.manifest.name}`
  const target = manifests.get(name)
  if (target === undefined) return undefined
  const subpath = `.${specifier.slice(name.length)}`
  return Object.hasOwn(target.exports ?? {}, subpath) ? undefined : `is not a public entry of ${name}`
}

/**
 * What is wrong with the imports in a package's published source: types count too, because they end up in the
 * declarations that users compile against.
 */
export const wrongImports = (
  user: Package,
  files: readonly SourceFile[],
  manifests: ReadonlyMap<string, Manifest>,
): readonly string[] =>
  files.flatMap((file) =>
    importsOf(file).flatMap(({ specifier, line }) => {
      const reason = wrongSpecifier(specifier, file, user, manifests)
      return reason === undefined ? [] : [`${file.path}:${line}: '${specifier}' ${reason}`]
    }),
  )
