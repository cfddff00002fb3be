import { spawn } from 'node:child_process'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { startFake, systemClock } from '@msg/fake-stackexchange'
import { expect, onTestFinished, test } from 'vitest'
import { createIdentityMap } from '../src/identity-map.ts'
import { BOT, deferred, SANDBOX, useChat, useFake } from './harness.ts'

setFlagsFromString('--expose-gc')
const collect: () => void = runInNewContext('gc')

/** Collects garbage and lets finalizers run. */
const settle = async () => {
  for (let round = 0; round < 5; round += 1) {
    collect()
    await new Promise((resolve) => void setImmediate(resolve))
  }
}

test('objects nobody holds are forgotten, and objects somebody holds are kept', async () => {
  const map = createIdentityMap((id) => ({ id }))
  const held = map.get(1)
  for (let id = 2; id <= 100_000; id += 1) map.get(id)
  await settle()
  expect(map.get(1)).toBe(held)
  expect(map.size).toBeLessThan(50_000)
})

test('100,000 events of as many users and messages do not grow memory without bound', async () => {
  const fake = await useFake({ retention: 100 })
  const chat = await useChat(fake)
  let heard = 0
  const all = deferred<void>()
  await chat.room(SANDBOX).watch(() => {
    heard += 1
    if (heard === 100_000) all.resolve()
  })
  await fake.clock.untilTimer('silence')
  await settle()
  const before = process.memoryUsage().heapUsed
  const content = 'x'.repeat(500)
  let id = 200_000
  for (let frame = 0; frame < 1_000; frame += 1) {
    const e = Array.from({ length: 100 }, () => {
      id += 1
      return {
        event_type: 1,
        id,
        room_id: SANDBOX,
        user_id: id,
        user_name: `user ${id}`,
        message_id: id,
        content: content + id,
      }
    })
    fake.hub.raw(JSON.stringify({ r1: { e, t: id, d: frame === 0 ? id : 100 } }))
    await new Promise((resolve) => void setImmediate(resolve))
  }
  await all.promise
  await settle()
  expect(heard).toBe(100_000)
  // All of it held would be well over 100 MB.
  expect(process.memoryUsage().heapUsed - before).toBeLessThan(40_000_000)
})

const SCRIPT = `
import { connect, cookies } from './src/index.ts'
const [chatOrigin, loginOrigin, jar, how] = process.argv.slice(1)
const server = { chatOrigin, loginOrigin, chatCookie: 'sechatusr' }
try {
  await using chat = await connect({ server, auth: cookies(jar) })
  const events = chat.room(1).newEvents()
  const first = events.next()
  await chat.room(1).watch(() => undefined)
  await chat.room(1).send('from the other process')
  await first
  if (how === 'throw') throw new Error('out of the scope')
} catch (error) {
  console.log(error.message)
}
console.log('done')
`

/** Runs a script in a process of its own and gives what it printed once it has ended by itself. */
const runScript = (...args: readonly string[]) =>
  new Promise<string>((resolve, reject) => {
    const flags = [
      '--conditions=@msg/source',
      '--disable-warning=ExperimentalWarning',
      '--input-type=module-typescript',
      '-e',
      SCRIPT,
    ]
    const child = spawn(process.execPath, [...flags, ...args], { cwd: new URL('..', import.meta.url), stdio: 'pipe' })
    let text = ''
    child.stdout.on('data', (chunk: Buffer) => void (text += chunk.toString()))
    child.stderr.on('data', (chunk: Buffer) => void (text += chunk.toString()))
    child.on('error', reject)
    child.on('close', () => resolve(text.trim()))
  })

test.each([
  ['reached its end', 'end', 'done'],
  ['was thrown out of', 'throw', 'out of the scope\ndone'],
])('a process ends by itself after its scope %s, with its rooms left', async (_what, how, wanted) => {
  const fake = await startFake({ clock: systemClock })
  onTestFinished(() => fake.close())
  fake.user({ id: BOT, name: 'Relay Bot' })
  fake.room({ id: SANDBOX, name: 'Sandbox' })
  const { chatOrigin, loginOrigin } = fake.server
  expect(await runScript(chatOrigin, loginOrigin, fake.cookiesOf(BOT), how)).toBe(wanted)
  expect(fake.world.rooms.get(SANDBOX)?.present.size).toBe(0)
  expect(fake.hub.count.open).toBe(0)
  const left = fake.requests().find(({ path }) => path.startsWith('/chats/leave'))
  expect(left?.form).toMatchObject({ quiet: 'true' })
})
