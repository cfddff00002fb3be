import { globSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Application, ReflectionKind } from 'typedoc'

const root = fileURLToPath(new URL('../../..', import.meta.url))

interface Manifest {
  readonly name: string
  readonly exports?: Readonly<Record<string, string | Readonly<Record<string, string>>>>
}

/** What users import (`@msg/core/errors`), by the source file behind it. */
const entries = (): ReadonlyMap<string, string> =>
  new Map(
    globSync('packages/*/package.json', { cwd: root })
      .toSorted()
      .flatMap((path) => {
        const { name, exports = {} }: Manifest = JSON.parse(readFileSync(join(root, path), 'utf8'))
        return Object.entries(exports).flatMap(([entry, target]) => {
          const source = typeof target === 'string' ? undefined : target['@msg/source']
          return source === undefined ? [] : [[join(root, dirname(path), source), name + entry.slice(1)] as const]
        })
      }),
  )

/** The reference of every public entry, each under the name it is imported by. */
export interface Reference {
  readonly names: readonly string[]
  /** Writes it as a site of static pages. */
  write(folder: string): Promise<void>
}

/**
 * Reads every public entry.
 * @throws Error when the sources do not compile
 */
export const readReference = async (): Promise<Reference> => {
  const files = entries()
  const app = await Application.bootstrap({
    name: '@msg',
    entryPoints: [...files.keys()],
    tsconfig: fileURLToPath(new URL('../tsconfig.sources.json', import.meta.url)),
    basePath: root,
    readme: join(root, 'README.md'),
    disableSources: true,
    excludeInternal: true,
    excludePrivate: true,
    // Links in the README are for the repository.
    validation: { notExported: false, invalidLink: false, invalidPath: false },
    logLevel: 'Error',
  })
  const project = await app.convert()
  if (project === undefined) throw new Error('the sources do not compile')
  const modules = project.getChildrenByKind(ReflectionKind.Module)
  for (const module of modules) {
    const name = files.get(`${project.getSymbolIdFromReflection(module)?.fileName}`)
    if (name === undefined) throw new Error(`the reference has a module that is no entry: ${module.name}`)
    module.name = name
  }
  return { names: modules.map(({ name }) => name), write: (folder) => app.generateDocs(project, folder) }
}
