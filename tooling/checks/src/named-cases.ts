/** One row of a table of rules. */
interface Row {
  readonly rule: string
  readonly cases: readonly string[]
}

/** The rows of the tables of a document whose last column, `proved by`, names conformance cases, with ` · ` between them. */
const rowsOf = (text: string): readonly Row[] =>
  text
    .split('\n')
    .filter((line) => line.startsWith('| ') && !line.startsWith('| rule |'))
    .map((line) => {
      const [, rule = '', named = ''] = line.split('|').map((cell) => cell.trim())
      return { rule, cases: named.split(' · ').filter((name) => name !== '') }
    })

/** What is wrong with the tables of rules in a document: rules without a case, and cases that do not exist. */
export const unprovedRules = (text: string, known: readonly string[]): readonly string[] =>
  rowsOf(text).flatMap(({ rule, cases }) =>
    cases.length === 0
      ? [`nothing proves: ${rule}`]
      : cases.filter((name) => !known.includes(name)).map((name) => `no conformance case is called: ${name}`),
  )
