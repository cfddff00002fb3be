import { spawn } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { startFake, systemClock, type FakeStackExchange } from '@msg/fake-stackexchange'
import { describe, expect, onTestFinished, test } from 'vitest'
import manifest from '../package.json' with { type: 'json' }
import { STACK_EXCHANGE_ERRORS } from '../src/index.ts'
import { ALICE, BOT, SANDBOX } from './harness.ts'

const home = new URL('../', import.meta.url)
const read = (path: string) => readFileSync(new URL(path, home), 'utf8')
const RECIPE = '../../docs/recipes/from-chatexchange.md'

const examplesOf = (path: string) => [...read(path).matchAll(/```ts\n([^]*?)```/g)].map(([, code = '']) => code)

/** Runs an example in a process of its own, against a fake where Alice speaks up every now and then. */
const runExample = async (fake: FakeStackExchange, code: string) => {
  const script = code
    .replaceAll("'stackexchange.com'", JSON.stringify(fake.server))
    .replaceAll(/cookies\('[^']*'\)/g, `cookies(${JSON.stringify(fake.cookiesOf(BOT))})`)
  const flags = ['--conditions=@msg/source', '--input-type=module-typescript', '-e', script]
  const child = spawn(process.execPath, flags, { cwd: home, stdio: ['ignore', 'pipe', 'pipe'] })
  let errors = ''
  child.stderr.on('data', (chunk: Buffer) => void (errors += chunk.toString()))
  const chatter = setInterval(() => void fake.say(ALICE, SANDBOX, `it is ${process.hrtime.bigint()}`), 100)
  const exit = await new Promise<number | null>((resolve) => void child.on('close', resolve))
  clearInterval(chatter)
  return { exit, errors: errors.replaceAll(/^\(node.*\n?|^\(Use.*\n?/gm, '') }
}

describe.each(['README.md', RECIPE])('the examples of %s run', (path) => {
  test.each(examplesOf(path).map((code, at) => [at + 1, code] as const))('example %d', async (_at, code) => {
    const fake = await startFake({ clock: systemClock })
    onTestFinished(() => fake.close())
    fake.user({ id: BOT, name: 'Relay Bot', email: 'bot@example.org', password: 'secret of the bot' })
    fake.user({ id: ALICE, name: 'Alice' })
    fake.room({ id: SANDBOX, name: 'Sandbox' })
    expect(await runExample(fake, code)).toEqual({ exit: 0, errors: '' })
  })
})

const sources = readdirSync(new URL('src', home), { recursive: true, encoding: 'utf8' }).filter((path) =>
  path.endsWith('.ts'),
)

test('every export has a doc comment whose first sentence stands alone', () => {
  const bare = sources.flatMap((path) => {
    const lines = read(`src/${path}`).split('\n')
    return lines.flatMap((line, at) => {
      const isExport =
        /^export (?:const|interface|type|class|abstract|function|async function)[ *]/.test(line) &&
        !line.startsWith('export type {')
      return isExport && !lines[at - 1]?.endsWith('*/') ? [`${path}: ${line}`] : []
    })
  })
  expect(bare).toEqual([])
})

test('no source uses any, a non-null assertion or another package of this repository', () => {
  const found = sources.flatMap((path) => {
    const text = read(`src/${path}`)
    return /from '@msg\/|\bas any\b|: any\b|\w!\.|\w!;/.test(text) ? [path] : []
  })
  expect(found).toEqual([])
})

test('files stay short', () => {
  const long = sources.filter((path) => read(`src/${path}`).split('\n').length > 320)
  expect(long).toEqual([])
})

test('the package names what a registry shows', () => {
  expect(manifest).toMatchObject({
    name: '@msg/stackexchange',
    license: 'MIT',
    engines: { node: '>=20.19' },
    repository: { directory: 'packages/stackexchange' },
    publishConfig: { access: 'public' },
  })
  expect(Object.keys(manifest.publishConfig.exports)).toEqual(Object.keys(manifest.exports))
})

test('the package builds from its source with one command', () => {
  expect(manifest.scripts.build).toBe('tsup && tsc -p tsconfig.build.json')
})

test('the README says whose the user ids are', () => {
  expect(read('README.md')).toContain('Chat user ids are those of the chat, not of any site')
})

test('the README names every error code, and no other', () => {
  const table = read('README.md').match(/\| code \|[^]*?\n\n/)?.[0] ?? ''
  const named = [...table.matchAll(/`([a-z-]+)`/g)].map(([, code]) => code)
  expect(named).toHaveLength(Object.keys(STACK_EXCHANGE_ERRORS).length)
  expect(new Set(named)).toEqual(new Set(Object.keys(STACK_EXCHANGE_ERRORS)))
})

/** The titles in a test file as patterns, with what `each` fills in left open. */
const titlesOf = (file: string): readonly RegExp[] =>
  [...read(file).matchAll(/\(\s*(['"])((?:[^\\\n]|\\.)*?)\1,\s*(?:async\s*)?\(/g)].map(([, , title = '']) => {
    const literal = title.replaceAll("\\'", "'").replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)
    return new RegExp(`^${literal.replaceAll(/%[sdj]/g, '.+')}$`)
  })

describe('the table of ChatExchange members', () => {
  const rows = [...read(RECIPE).matchAll(/^\| (004\.\d+|code) \| .* \| `(test\/[\w/.-]+)`: (.*) \|$/gm)]

  test('has every documented row', () => {
    const numbers = new Set(rows.map(([, row]) => row))
    const wanted = Array.from({ length: 78 }, (_, at) => `004.${at + 1}`)
    expect(wanted.filter((row) => !numbers.has(row))).toEqual([])
  })

  test('names tests that exist', () => {
    const missing = rows.filter(([, , file = '', title = '']) => !titlesOf(file).some((pattern) => pattern.test(title)))
    expect(missing.map(([line]) => line)).toEqual([])
  })
})
