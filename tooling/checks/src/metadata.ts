import type { Package } from './workspace.ts'

const home = 'https://github.com/msg-js/msg'

const isText = (value: unknown): boolean => typeof value === 'string' && value.trim() !== ''

const field = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined

/** What a published `package.json` lacks, by the name of the field. */
export const metadataFaults = ({ folder, manifest }: Package): readonly string[] => {
  const sound: Readonly<Record<string, boolean>> = {
    description: isText(manifest['description']),
    keywords: Array.isArray(manifest['keywords']) && manifest['keywords'].length > 0,
    homepage: manifest['homepage'] === `${home}/tree/main/${folder}#readme`,
    bugs: manifest['bugs'] === `${home}/issues`,
    license: manifest['license'] === 'MIT',
    repository:
      field(manifest['repository'], 'url') === `git+${home}.git` &&
      field(manifest['repository'], 'directory') === folder,
    engines: field(manifest['engines'], 'node') === '>=20.19',
    type: manifest['type'] === 'module',
    sideEffects: manifest['sideEffects'] !== undefined,
    files: JSON.stringify(manifest['files']) === '["dist","llms.txt"]',
    'publishConfig.access': field(manifest['publishConfig'], 'access') === 'public',
    'publishConfig.exports': publishedEntriesMatch(manifest.exports, field(manifest['publishConfig'], 'exports')),
  }
  return Object.keys(sound).filter((name) => !sound[name])
}

/** Whether the published entries are the workspace's own, without the condition that leads to the source. */
const publishedEntriesMatch = (own: Package['manifest']['exports'], published: unknown): boolean => {
  const expected = Object.entries(own ?? {}).map(([entry, target]) => {
    if (typeof target === 'string') return [entry, target]
    return [entry, Object.fromEntries(Object.entries(target).filter(([condition]) => condition !== '@msg/source'))]
  })
  return JSON.stringify(Object.fromEntries(expected)) === JSON.stringify(published)
}

/** What is wrong with a package's README: it is self-sufficient in 30 to 100 lines and shows some code. */
export const readmeFaults = (name: string, text: string | undefined): readonly string[] => {
  if (text === undefined) return ['is missing']
  const lines = text.trimEnd().split('\n').length
  return [
    ...(text.startsWith(`# ${name}\n`) ? [] : [`does not start with "# ${name}"`]),
    ...(lines >= 30 && lines <= 100 ? [] : [`has ${lines} lines instead of 30 to 100`]),
    ...(text.includes('```ts') ? [] : ['shows no TypeScript example']),
  ]
}

/** What is wrong with what a package tells language models: it says what it is and names every public entry. */
export const llmsFaults = (
  { name, exports = {} }: Package['manifest'],
  text: string | undefined,
): readonly string[] => {
  if (text === undefined) return ['is missing']
  const entries = Object.keys(exports).map((entry) => `\`${name}${entry.slice(1)}\``)
  return [
    ...(text.startsWith(`# ${name}\n\n> `) ? [] : [`does not start with "# ${name}" and a summary`]),
    ...entries.filter((entry) => !text.includes(entry)).map((entry) => `does not name ${entry}`),
  ]
}
