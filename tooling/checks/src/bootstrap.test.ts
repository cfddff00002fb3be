import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { root } from './workspace.ts'

// The real bootstrap in a workspace of its own, where npx, pnpm, turbo and vitest only write down that they ran.
let folder = ''
let child: ChildProcess | undefined
const file = (name: string) => join(folder, name)
const ran = () => (existsSync(file('log')) ? readFileSync(file('log'), 'utf8').trim().split('\n') : [])

const stub = (name: string, script: string) => {
  const path = file(`bin/${name}`)
  writeFileSync(path, `#!/bin/sh\n${script}\n`)
  chmodSync(path, 0o755)
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'msg-bootstrap-'))
  for (const name of ['bin', 'tooling', 'packages/core']) mkdirSync(file(name), { recursive: true })
  cpSync(join(root, 'tooling/dev.mjs'), file('tooling/dev.mjs'))
  writeFileSync(file('package.json'), '{ "devDependencies": { "turbo": "2" } }')
  writeFileSync(file('packages/core/package.json'), '{ "dependencies": { "zod": "4" } }')
  writeFileSync(file('pnpm-lock.yaml'), 'one')
  writeFileSync(file('pnpm-workspace.yaml'), '')
  stub('npx', `echo "$PATH"`)
  stub('pnpm', `echo "pnpm $1" >> '${file('log')}'; mkdir -p node_modules/turbo packages/core/node_modules/zod`)
  stub('turbo', `echo "turbo $1" >> '${file('log')}'`)
  stub('vitest', `echo "vitest $*" >> '${file('log')}'`)
})
afterEach(() => {
  if (child?.exitCode === null) child.kill()
  child = undefined
  rmSync(folder, { recursive: true, force: true })
})

const options = () => ({ env: { ...process.env, PATH: [file('bin'), process.env['PATH']].join(delimiter) } })
const command = (...args: readonly string[]) => {
  rmSync(file('log'), { force: true })
  return spawnSync(process.execPath, [file('tooling/dev.mjs'), ...args], { ...options(), encoding: 'utf8' })
}

describe.skipIf(process.platform === 'win32')('the bootstrap', () => {
  it('installs, builds and tests; the second time it does not install', () => {
    expect(command('test').status).toBe(0)
    expect(ran()).toEqual(['pnpm install', 'turbo run', 'vitest run'])
    command('test')
    expect(ran()).toEqual(['turbo run', 'vitest run'])
  })

  it.each([
    ['the lockfile changed', () => writeFileSync(file('pnpm-lock.yaml'), 'two')],
    ['a package.json changed', () => writeFileSync(file('packages/core/package.json'), '{}')],
    ['a dependency is gone', () => rmSync(file('packages/core/node_modules/zod'), { recursive: true })],
    ['an install was cut short', () => rmSync(file('node_modules/.installed'))],
  ])('installs again when %s', (_, change) => {
    command('test')
    change()
    command('test')
    expect(ran()).toContain('pnpm install')
  })

  it('leaves with the exit code of the step that failed, and runs none after it', () => {
    stub('turbo', 'exit 3')
    expect(command('test').status).toBe(3)
    expect(ran()).toEqual(['pnpm install'])
  })

  it('hands further words to the last step', () => {
    command('test', 'packages/core', '-t', 'direct')
    expect(ran()).toContain('vitest run packages/core -t direct')
  })

  it('says what it knows when asked for something else, and what is wrong when npm has no pnpm', () => {
    expect(command('toString')).toMatchObject({ status: 2, stderr: expect.stringContaining('usage: ') })
    stub('npx', 'exit 1')
    expect(command('test')).toMatchObject({ status: 1, stderr: expect.stringContaining('npm could not get pnpm') })
  })

  it.each(['SIGTERM', 'SIGINT'] as const)(
    'passes %s on once, however often it came, and waits for the end',
    async (signal) => {
      const name = signal.slice(3)
      stub(
        'vitest',
        `trap 'echo heard >> "${file('log')}"; ended=1' ${name}; echo waits >> "${file('log')}"
      while [ -z "$ended" ]; do sleep 0.05; done; sleep 0.2; exit 7`,
      )
      child = spawn(process.execPath, [file('tooling/dev.mjs'), 'test'], {
        ...options(),
        stdio: 'ignore',
      })
      const ended = once(child, 'exit')
      await expect.poll(ran).toContain('waits')
      child.kill(signal)
      child.kill(signal)
      expect(await ended).toEqual([7, null])
      expect(ran().filter((line) => line === 'heard')).toHaveLength(1)
    },
  )
})
