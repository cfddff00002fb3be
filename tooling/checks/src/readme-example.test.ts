import { spawn } from 'node:child_process'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'

const readme = fileURLToPath(new URL('../../../README.md', import.meta.url))
/** Beside this file, so that it finds the packages as an application would. */
const example = fileURLToPath(new URL('../dist/readme-example.mjs', import.meta.url))

it('the example of the README runs as it stands, without a database server', async () => {
  const text = await readFile(readme, 'utf8')
  const code = /```ts\n([\s\S]*?)```/.exec(text)?.[1] ?? ''
  expect(code).not.toBe('')
  expect(
    code
      .trim()
      .split('\n')
      .filter((line) => line !== '').length,
  ).toBeLessThanOrEqual(15)
  const folder = await mkdtemp(join(tmpdir(), 'msg-readme-'))
  await mkdir(dirname(example), { recursive: true })
  await writeFile(example, code.replace('port: 3000', 'port: 0'))
  const child = spawn(process.execPath, [example], { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] })
  let printed = ''
  await new Promise<void>((done) => {
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => {
        printed += chunk.toString()
        if (printed.includes('hello bob')) child.kill()
      })
    child.on('close', () => done())
  })
  await rm(folder, { recursive: true, force: true })
  expect(printed).toBe('hello bob\n')
})
