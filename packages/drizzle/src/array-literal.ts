/** A list as Postgres reads an array from text, whatever is in its elements. */
export const arrayLiteral = (elements: readonly (string | null)[]): string =>
  `{${elements.map((element) => (element === null ? 'NULL' : quoted(element))).join(',')}}`

const special = /["\\]/
const specials = /["\\]/g

const quoted = (element: string): string =>
  special.test(element) ? `"${element.replaceAll(specials, String.raw`\$&`)}"` : `"${element}"`
