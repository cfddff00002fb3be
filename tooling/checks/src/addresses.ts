import { lineOf } from './syntax.ts'
import type { SourceFile } from './workspace.ts'

interface Pattern {
  readonly what: string
  readonly found: RegExp
  /** The files it is looked for in; all when absent. */
  readonly files?: RegExp
}

const lockfile = /(^|\/)(pnpm-lock\.yaml|package-lock\.json|yarn\.lock|\.npmrc)$/

const patterns: readonly Pattern[] = [
  { what: 'an address in a lockfile', found: /\bhttps?:\/\/|\btarball:|"resolved":/g, files: lockfile },
  { what: 'the setting of a registry', found: /^\s*(@[\w-]+:)?registry\s*[=:]|_authToken/gm, files: lockfile },
  {
    what: 'the address of a registry',
    found: /\/\/(registry|npm)\.[\w-]+\.[a-z]+|\/\/[\w.-]+\/[\w./-]+\/-\/[\w.-]+\.tgz/g,
  },
  {
    what: "a path of somebody's machine",
    found: /(?<![\w.~$}*-])\/(home|Users|root|work|mnt)\/[\w.-]+|\b[A-Z]:\\Users\\/g,
  },
]

/** Where a file names a registry or a path of the machine it was written on, both of which hold for nobody else. */
export const strayAddresses = ({ path, text }: SourceFile): readonly string[] =>
  patterns
    .filter(({ files }) => files === undefined || files.test(path))
    .flatMap(({ what, found }) =>
      [...text.matchAll(found)].map((match) => `${path}:${lineOf(text, match.index)}: ${what}: ${match[0].trim()}`),
    )
