import { expect, it } from 'vitest'
import { nodeGlobals, pageGlobals, usesOfGlobals } from './globals.ts'
import { publishedPackages, sourcesOf } from './workspace.ts'

const forbidden: Readonly<Record<string, readonly string[]>> = {
  '@msg/core': [...nodeGlobals, ...pageGlobals],
  '@msg/contract': [...nodeGlobals, ...pageGlobals],
  '@msg/client': nodeGlobals,
  '@msg/widgets': nodeGlobals,
}

const pure = publishedPackages().filter(({ manifest }) => Object.hasOwn(forbidden, manifest.name))

it.each(pure)('$manifest.name uses no global that only one platform has', (user) => {
  const globals = forbidden[user.manifest.name] ?? []
  expect(sourcesOf(user).flatMap((file) => usesOfGlobals(file, globals))).toEqual([])
})

it.each([
  `process.env`,
  `const a = Buffer.from('')`,
  `export const f = (): Buffer => a`,
  `if (typeof window === 'undefined') a()`,
  `globalThis.process`,
  `const a = { document }`,
  `const b = require('b')`,
])('a planted use is found: %s', (text) => {
  expect(usesOfGlobals({ path: 'a.ts', text }, [...nodeGlobals, ...pageGlobals])).toHaveLength(1)
})

it.each([
  `options.process()`,
  `const a = { document: 1 }`,
  `interface Job { process(): void; window: number }`,
  `const read = (document: string) => document.length`,
  `for (const { window } of rows) use(window)`,
  `type A = Lib.Buffer`,
])('an own name is let through: %s', (text) => {
  expect(usesOfGlobals({ path: 'a.ts', text }, [...nodeGlobals, ...pageGlobals])).toEqual([])
})
