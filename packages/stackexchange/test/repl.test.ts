import { spawn } from 'node:child_process'
import { PassThrough } from 'node:stream'
import { startFake, systemClock } from '@msg/fake-stackexchange'
import { expect, onTestFinished, test } from 'vitest'
import { createAsker } from '../src/repl/ask.ts'
import { runRepl } from '../src/repl/run-repl.ts'
import { BOT, SANDBOX } from './harness.ts'

const SECRET = 'secret of the bot'

const useSystemFake = async () => {
  const fake = await startFake({ clock: systemClock })
  onTestFinished(() => fake.close())
  fake.user({ id: BOT, name: 'Relay Bot', email: 'bot@example.org', password: SECRET })
  fake.room({ id: SANDBOX, name: 'Sandbox' })
  fake.room({ id: 2, name: 'Playground' })
  return fake
}

/** Types lines, each once the output shows what it waits for, and gives all that was printed. */
const converse = async (
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  lines: readonly (readonly [waitFor: string, line: string])[],
) => {
  const input = new PassThrough()
  const output = new PassThrough()
  const left = [...lines]
  let text = ''
  let from = 0
  output.on('data', (chunk: Buffer) => {
    text += chunk.toString()
    const [next] = left
    const at = next ? text.indexOf(next[0], from) : -1
    if (!next || at < 0) return
    from = at + next[0].length
    left.shift()
    // As a person would: once the question has been asked, not while it is being printed.
    setImmediate(() => input.write(`${next[1]}\n`))
  })
  const code = await runRepl({ args, env, input, output })
  return { code, text }
}

test('the objects are ready, with credentials from the environment, which are never printed', async () => {
  const fake = await useSystemFake()
  const { code, text } = await converse(
    ['repl', '--host', fake.server.chatOrigin, '--login', fake.server.loginOrigin, '--room', '2'],
    { ChatExchangeU: 'bot@example.org', ChatExchangeP: SECRET },
    [
      ['> ', 'await sandbox.name'],
      ["'Playground'", '(await sandbox.send("from the repl")).id > 0'],
      ['true', 'me === chat.user(me.id)'],
      ['true', '.exit'],
    ],
  )
  expect(code).toBe(0)
  expect(text).toContain('connected as Relay Bot')
  expect(text).not.toContain(SECRET)
  expect([...fake.world.messages.values()].map(({ revisions }) => revisions[0]?.source)).toEqual(['from the repl'])
})

test('missing credentials are asked for, and the password is not shown', async () => {
  const fake = await useSystemFake()
  const { code, text } = await converse(
    ['repl', '--host', fake.server.chatOrigin, '--login', fake.server.loginOrigin],
    {},
    [
      ['E-mail', 'bot@example.org'],
      ['Password: ', SECRET],
      ['> ', '.exit'],
    ],
  )
  expect([code, text.includes('connected as Relay Bot'), text.includes(SECRET)]).toEqual([0, true, false])
})

test('on a terminal an answer is shown as it is typed, and a secret one is not', async () => {
  const input = Object.assign(new PassThrough(), { isTTY: true, setRawMode: () => undefined })
  const output = new PassThrough()
  let text = ''
  output.on('data', (chunk: Buffer) => void (text += chunk.toString()))
  const asker = createAsker({ input, output })
  const answers: string[] = []
  for (const [question, answer] of [
    ['open? ', 'seen'],
    ['secret? ', 'unseen'],
  ] as const) {
    const asked = question.startsWith('open') ? asker.ask(question) : asker.askSecretly(question)
    setImmediate(() => input.write(`${answer}\r`))
    answers.push(await asked)
  }
  asker.close()
  expect(answers).toEqual(['seen', 'unseen'])
  expect(text).toContain('seen')
  expect(text).not.toContain('unseen')
})

test('an empty address reads without an account', async () => {
  const fake = await useSystemFake()
  const { text } = await converse(['repl', '--host', fake.server.chatOrigin], {}, [
    ['E-mail', ''],
    ['> ', 'me'],
    ['null', '.exit'],
  ])
  expect(text).toContain('reading without an account')
})

test('a refused login is told in one line, without the credentials', async () => {
  const fake = await useSystemFake()
  const { code, text } = await converse(
    ['repl', '--host', fake.server.chatOrigin, '--login', fake.server.loginOrigin],
    { ChatExchangeU: 'bot@example.org', ChatExchangeP: 'a wrong guess' },
    [],
  )
  expect(code).toBe(1)
  expect(text).toMatch(/^the login site refused .*\n$/)
  expect(text).not.toContain('a wrong guess')
})

test.each([
  [[], 2],
  [['--help'], 0],
  [['dance'], 2],
  [['--unknown'], 1],
])('%j prints how it is used and ends with %d', async (args, wanted) => {
  const { code, text } = await converse(args, {}, [])
  expect(code).toBe(wanted)
  expect(text).toContain('usage: msg-stackexchange repl')
})

test('the command is a process that ends by itself', async () => {
  const fake = await useSystemFake()
  const args = ['repl', '--host', fake.server.chatOrigin, '--login', fake.server.loginOrigin]
  const cli = new URL('../src/cli.ts', import.meta.url).pathname
  const env = { ...process.env, ChatExchangeU: 'bot@example.org', ChatExchangeP: SECRET }
  const child = spawn(process.execPath, ['--conditions=@msg/source', cli, ...args], { env, stdio: 'pipe' })
  let text = ''
  child.stdout.on('data', (chunk: Buffer) => {
    text += chunk.toString()
    if (text.endsWith('> ')) child.stdin.write('.exit\n')
  })
  const code = await new Promise((resolve) => void child.on('close', resolve))
  expect(code).toBe(0)
  expect(text).toContain('connected as Relay Bot')
})
