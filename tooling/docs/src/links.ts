import { existsSync } from 'node:fs'
import { posix } from 'node:path'
import { root } from './documents.ts'

const code = /```[\s\S]*?```|`[^`\n]*`/g
const link = /\]\(([^)\s]+)\)|(?:src|href)="([^"]+)"/g
/** The project's own pages on the web, by which packages refer to one another once they are installed. */
const home = /^https:\/\/github\.com\/msg-js\/msg\/(?:blob|tree)\/main\//

/** The heading a `#…` leads to, as code hosts spell it. */
const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
    .trim()
    .replaceAll(/\s/g, '-')

const anchorsOf = (text: string): readonly string[] =>
  [...text.replaceAll(code, (block) => (block.startsWith('```') ? '' : block)).matchAll(/^#+ (.*)$/gm)].map(
    ([, heading = '']) => anchorOf(heading),
  )

/** The links of a document that lead nowhere in the repository. */
export const brokenLinks = (document: string, text: string): readonly string[] =>
  [...text.replaceAll(code, '``').matchAll(link)]
    .map(([, first = '', second = '']) => first || second)
    .filter((address) => {
      const ours = home.test(address)
      if (!ours && /^[a-z]+:/.test(address)) return false
      const [path = '', anchor] = address.replace(home, '').split('#')
      if (path === '') return anchor !== undefined && !anchorsOf(text).includes(anchor)
      return !existsSync(posix.join(root, ours ? path : posix.join(posix.dirname(document), path)))
    })
    .map((address) => `${document}: ${address}`)
