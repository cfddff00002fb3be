/** How many statements the pages of each forerunner have, by its number; U is the shape that was asked for. */
const statements = { '000': 35, '001': 58, '002': 51, '003': 29, '004': 78, U: 25 } as const

/** A statement of a forerunner, and what proves it here. */
export interface ParityRow {
  readonly id: string
  readonly proofs: readonly Proof[]
  /** Why it is not done, or not proved by a test; null where it is. */
  readonly open: string | null
}

/** The name of a test, or words of a document, and the file they are in, from the repository's folder. */
interface Proof {
  readonly name: string
  readonly path: string
}

/** The rows of `docs/parity.md`. */
export const parityRows = (text: string): readonly ParityRow[] =>
  [...text.matchAll(/^\| ((?:00\d|U)\.\d+) \| .+? \|(.*)\|$/gm)].map(([, id = '', proof = '']) => ({
    id,
    proofs: [...proof.matchAll(/\[((?:[^\]\\]|\\.)+)\]\(\.\.\/([^)\s]+)\)/g)].map(([, name = '', path = '']) => ({
      name: name.replaceAll(/\\(.)/g, '$1'),
      path,
    })),
    open: /^ open: (.+) $/.exec(proof)?.[1] ?? null,
  }))

/** The statements that a list of ids lacks, has twice, or that there are none of. */
export const misnumbered = (ids: readonly string[]): readonly string[] => {
  const expected = Object.entries(statements).flatMap(([system, count]) =>
    Array.from({ length: count }, (_, index) => `${system}.${index + 1}`),
  )
  return [
    ...expected.filter((id) => !ids.includes(id)).map((id) => `${id} is missing`),
    ...ids.filter((id, index) => ids.indexOf(id) !== index).map((id) => `${id} is there twice`),
    ...ids.filter((id) => !expected.includes(id)).map((id) => `${id} is no statement of a forerunner`),
  ]
}

/** What is wrong with the proofs of a row; `read` answers null for a file that does not exist. */
export const unprovedRow = (
  { id, proofs, open }: ParityRow,
  read: (path: string) => string | null,
): readonly string[] => {
  if (open !== null) return proofs.length === 0 ? [] : [`${id} is open and proved`]
  if (proofs.length === 0) return [`nothing proves ${id}`]
  return proofs
    .filter((proof) => !holds(proof, read(proof.path)))
    .map(({ name, path }) => `${id}: ${path} has nothing called: ${name}`)
}

/** A test has to be called so in full; a document, or a setting, has to have the words. */
const holds = ({ name, path }: Proof, text: string | null): boolean => {
  if (text === null) return false
  if (!/\.test\.ts$|^packages\/testing\/src\//.test(path)) return text.includes(name)
  const plain = text.replaceAll(String.raw`\'`, "'")
  return ["'", '"', '`'].some((quote) => plain.includes(`${quote}${name}${quote}`))
}
