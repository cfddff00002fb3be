import { globSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { posix } from 'node:path'

/** The repository's folder. */
export const root = fileURLToPath(new URL('../../..', import.meta.url))

/** A TypeScript block of a document. */
export interface Example {
  /** The document, by its path from the repository's folder. */
  readonly document: string
  /** The line of the document on which the block's first line is. */
  readonly line: number
  readonly code: string
  /** Whether it is marked `run`: a program that is whole as it stands. */
  readonly runs: boolean
  /** The file it is marked to be (`file=…`, from the document's folder), by its path from the repository's folder. */
  readonly file: string | null
}

/** The documents for people, by their paths from the repository's folder. */
export const documentPaths = (): readonly string[] =>
  globSync(['*.md', 'llms.txt', 'docs/**/*.md', 'packages/*/*.md', 'packages/*/llms.txt', 'apps/*/*.md'], {
    cwd: root,
    exclude: ['**/CHANGELOG.md'],
  })
    .map((path) => path.replaceAll('\\', '/'))
    .toSorted()

/** Reads a file of the repository. */
export const read = (path: string): string => readFileSync(posix.join(root, path), 'utf8')

const fence = /^```ts( [^\n]*)?\n([\s\S]*?)^```$/gm

/**
 * The TypeScript blocks of a document, in order.
 * @throws Error for a mark that means nothing
 */
export const examplesOf = (document: string, text: string): readonly Example[] =>
  [...text.matchAll(fence)].map(({ index, 1: info = '', 2: code = '' }) => {
    const line = text.slice(0, index).split('\n').length + 1
    const mark = info.trim()
    const [, path] = /^file=(\S+)$/.exec(mark) ?? []
    if (mark !== '' && mark !== 'run' && path === undefined)
      throw new Error(`${document}:${line - 1}: a block is \`ts\`, \`ts run\` or \`ts file=…\`, not \`ts ${mark}\``)
    const file = path === undefined ? null : posix.join(posix.dirname(document), path)
    return { document, line, code, runs: mark === 'run', file }
  })

/** A document with the present text of each file that it shows. */
export const filled = (document: string, text: string): string =>
  text.replaceAll(/^(```ts file=(\S+)\n)[\s\S]*?^```$/gm, (_, opening: string, path: string) => {
    const file = posix.join(posix.dirname(document), path)
    return `${opening}${read(file)}\`\`\``
  })

/** What a program says it prints: the rest of each `// prints …`, a line each. */
export const promisedOutput = (code: string): string =>
  [...code.matchAll(/\/\/ prints (.*)$/gm)].map(([, words = '']) => `${words}\n`).join('')
