import { basename } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import type { BuildOptions } from 'esbuild'
import { unindentedStyles } from './unindented-styles.ts'

/**
 * The script of a page, in parts that are loaded when they are needed, as a host's bundler would make them: their texts by file
 * name. It is `<entry>.js` where the options do not name it otherwise.
 */
export const pageFiles = async (
  entry: string,
  script: URL,
  options: Pick<BuildOptions, 'entryNames' | 'chunkNames' | 'conditions' | 'minify' | 'logLevel'> = {},
): Promise<ReadonlyMap<string, string>> => {
  const { outputFiles } = await build({
    entryPoints: { [entry]: fileURLToPath(script) },
    bundle: true,
    splitting: true,
    write: false,
    format: 'esm',
    target: 'es2022',
    outdir: 'out',
    define: { 'process.env.NODE_ENV': '"production"' },
    plugins: [unindentedStyles],
    ...options,
  })
  return new Map(outputFiles.map(({ path, text }) => [basename(path), text]))
}
