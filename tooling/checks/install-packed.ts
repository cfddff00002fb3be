// What somebody gets who follows the documents, on the oldest Node that is supported, by npm, in empty folders. Every published
// package is packed and installed alone (with the @msg packages it depends on): its first entry must import with nothing but
// what npm installs by itself, every other entry once the optional peers are there too. Then the README's first example, with
// what the README says to install. Unlike the tests this asks the registry.
import { execFileSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { firstExample } from './src/first-example.ts'
import { importIn, packAll, type PackedPackage } from './src/packed.ts'
import { publishedPackages } from './src/workspace.ts'

const oldest = '20.19.0'

/** The path of that Node, as npm hands it out. */
const oldNode = (): string =>
  execFileSync('npx', ['-y', '-p', `node@${oldest}`, '-c', 'node -p process.execPath'], { encoding: 'utf8' }).trim()

const node = oldNode()
const env = { ...process.env, PATH: [dirname(node), process.env['PATH']].join(delimiter) }
const { packed, folder, remove } = packAll(publishedPackages())

/** The peers that a package does without, or not. */
const peersOf = ({ manifest }: PackedPackage, optional: boolean): readonly (readonly [string, string])[] =>
  Object.entries(manifest.peerDependencies ?? {}).filter(
    ([peer]) => (manifest.peerDependenciesMeta?.[peer]?.optional === true) === optional,
  )

/** A package and all of ours that it needs, directly or not. */
const withOurs = (subject: PackedPackage): readonly PackedPackage[] => {
  const names = Object.keys({ ...subject.manifest.dependencies, ...Object.fromEntries(peersOf(subject, false)) })
  const below = packed.filter(({ name }) => names.includes(name)).flatMap(withOurs)
  return [...new Set([subject, ...below])]
}

const emptyProject = (name: string): string => {
  const project = join(folder, 'installed', name)
  mkdirSync(project, { recursive: true })
  writeFileSync(join(project, 'package.json'), '{ "private": true, "type": "module" }\n')
  return project
}

const install = (project: string, specs: readonly string[]): void => {
  const options = ['--no-audit', '--no-fund', '--loglevel=error', '--prefer-offline', '--ignore-scripts']
  execFileSync('npm', ['install', ...options, ...specs], { cwd: project, env, stdio: ['ignore', 'ignore', 'inherit'] })
}

const check = (subject: PackedPackage): void => {
  const { name, specifiers } = subject
  const project = emptyProject(name)
  install(
    project,
    withOurs(subject).map(({ tarballPath }) => tarballPath),
  )
  importIn(project, node, specifiers.slice(0, 1))
  const optional = peersOf(subject, true).flatMap(([peer, range]) => {
    const ours = packed.filter((each) => each.name === peer).flatMap(withOurs)
    return ours.length > 0 ? ours.map(({ tarballPath }) => tarballPath) : [`${peer}@${range}`]
  })
  if (optional.length > 0) install(project, optional)
  importIn(project, node, specifiers)
  console.log(`${name} installs and imports: ${specifiers.join(', ')}`)
}

/** Ours come packed, with what they need of ours; the rest as the registry has it. */
const tarballsOf = (names: readonly string[]): readonly string[] => {
  const ours = packed.filter(({ name }) => names.includes(name)).flatMap(withOurs)
  const others = names.filter((name) => !ours.some((each) => each.name === name))
  return [...new Set(ours.map(({ tarballPath }) => tarballPath)), ...others]
}

const checkFirstExample = (): void => {
  const { packages, code } = firstExample()
  const project = emptyProject('first-example')
  install(project, tarballsOf(packages))
  // It serves for ever: here until it has said what it says.
  const ending = `\nprocess.exit()\n`
  writeFileSync(join(project, 'chat.mjs'), code.replaceAll('3000', '0') + ending)
  const printed = execFileSync(node, ['chat.mjs'], { cwd: project, env, encoding: 'utf8', timeout: 120_000 })
  if (printed !== 'hello bob\n') throw new Error(`the README's first example printed ${JSON.stringify(printed)}`)
  console.log("the README's first example runs")
}

try {
  console.log(`on Node ${execFileSync(node, ['--version'], { encoding: 'utf8' }).trim()}`)
  for (const subject of packed) check(subject)
  checkFirstExample()
} catch (error) {
  const output = typeof error === 'object' && error !== null && 'stderr' in error ? error.stderr : undefined
  console.error(typeof output === 'string' && output !== '' ? output : error)
  process.exitCode = 1
} finally {
  remove()
}
