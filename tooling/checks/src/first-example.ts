import { examplesOf, read } from '@msg/docs/documents'

/** The first example of the README, and what its reader is told to install for it. */
export interface FirstExample {
  readonly packages: readonly string[]
  readonly code: string
}

/** @throws Error where the README has no program, or no `npm install` before it */
export const firstExample = (): FirstExample => {
  const text = read('README.md')
  const [first] = examplesOf('README.md', text).filter(({ runs }) => runs)
  const [, packages] = /^npm install (.+)$/m.exec(text) ?? []
  if (first === undefined || packages === undefined)
    throw new Error('the README shows no program, or not what it needs')
  return { packages: packages.split(' '), code: first.code }
}
