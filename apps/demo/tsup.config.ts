import { cp } from 'node:fs/promises'
import { defineConfig } from 'tsup'

/** Two builds: the server, whose packages stay outside, and the page, with everything it needs in one file. */
export default defineConfig([
  {
    entry: ['src/main.ts'],
    format: ['esm'],
    target: 'node20',
    clean: true,
    sourcemap: true,
  },
  {
    entry: { app: 'src/page/app.ts', who: 'src/page/who.ts' },
    outDir: 'dist/page',
    format: ['esm'],
    platform: 'browser',
    target: 'es2022',
    noExternal: [/.*/],
    minify: true,
    sourcemap: true,
    onSuccess: async () => {
      for (const file of ['index.html', 'header.html', 'style.css', 'icon.svg'])
        await cp(`src/page/${file}`, `dist/page/${file}`)
    },
  },
])
