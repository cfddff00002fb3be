import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { build } from 'esbuild'
import { describe, expect, it } from 'vitest'

const bundle = async () => {
  const { outputFiles, metafile, warnings } = await build({
    entryPoints: [fileURLToPath(new URL('../src/index.ts', import.meta.url))],
    bundle: true,
    minify: true,
    write: false,
    metafile: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    conditions: ['@msg/source'],
  })
  return { text: outputFiles[0]?.text ?? '', inputs: Object.keys(metafile.inputs), warnings }
}

describe('the client in a browser', () => {
  it('is one plain ESM bundle without anything of Node', async () => {
    const { text, warnings } = await bundle()
    expect(warnings).toEqual([])
    expect(text).not.toMatch(/node:|\brequire\(|\bprocess\.|\bBuffer\b/)
  })

  it('carries of other packages only the errors, routes, frames and problems', async () => {
    const { inputs } = await bundle()
    const foreign = inputs
      .filter((input) => !input.includes('client/src/'))
      .map((input) => input.replace(/^.*packages\//, '').replace(/routes\/\w+\.ts$/, 'routes.ts'))
    expect(new Set(foreign)).toEqual(
      new Set(['core/src/errors.ts', 'contract/src/routes.ts', 'contract/src/frames.ts', 'contract/src/problem.ts']),
    )
  })

  it('is small', async () => {
    const { text } = await bundle()
    expect(gzipSync(text).length).toBeLessThan(10_000)
  })
})
