import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { build } from 'esbuild'
import { describe, expect, it } from 'vitest'

const bundle = async () => {
  const { outputFiles, metafile, warnings } = await build({
    entryPoints: [fileURLToPath(new URL('../../src/views/index.ts', import.meta.url))],
    bundle: true,
    minify: true,
    write: false,
    metafile: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    conditions: ['@msg/source'],
  })
  const used = Object.values(metafile.outputs).flatMap(({ inputs }) =>
    Object.entries(inputs).flatMap(([input, { bytesInOutput }]) => (bytesInOutput > 0 ? [input] : [])),
  )
  return { text: outputFiles[0]?.text ?? '', used, warnings }
}

describe('the views in a browser', () => {
  it('are one plain ESM bundle without anything of Node', async () => {
    const { text, warnings } = await bundle()
    expect(warnings).toEqual([])
    expect(text).not.toMatch(/node:|\brequire\(|\bprocess\.|\bBuffer\b/)
  })

  it('carry of other packages only errors and what makes ids', async () => {
    const { used } = await bundle()
    const foreign = used.flatMap((input) => /(?:core|contract)\/src\/.*/.exec(input) ?? [])
    expect(new Set(foreign)).toEqual(
      new Set(['core/src/errors.ts', 'core/src/model/encoding.ts', 'core/src/model/ids.ts', 'core/src/ports/ids.ts']),
    )
  })

  it('are small', async () => {
    const { text } = await bundle()
    expect(gzipSync(text).length).toBeLessThan(13_000)
  })
})
