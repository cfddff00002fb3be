import { expect, test } from 'vitest'
import { ALICE, LOBBY, SANDBOX, useChat, useFake, type Fake } from './harness.ts'

/** A small deterministic generator of numbers in [0, 1). */
const seeded = (seed: number) => {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}

const breath = () => new Promise<void>((resolve) => void setImmediate(resolve))

/** Everything that may befall a socket, and ordinary talk in between. */
const mishaps = (fake: Fake, said: { readonly text: (room: number) => string }) => [
  () => void fake.say(ALICE, SANDBOX, said.text(SANDBOX)),
  () => void fake.say(ALICE, SANDBOX, said.text(SANDBOX)),
  () => void fake.say(ALICE, LOBBY, said.text(LOBBY)),
  () => fake.noise(3),
  () => fake.hub.closeAll(1000),
  () => fake.hub.closeAll(1001),
  () => fake.hub.closeAll(1006),
  () => fake.hub.repeat(),
  () => fake.hub.hold(),
  () => fake.hub.release('reversed'),
  () => fake.hub.release('in order'),
  () => void (fake.hub.faults.drop += 1),
  () => void (fake.hub.faults.silent = !fake.hub.faults.silent),
  () => void (fake.hub.faults.forgetful = !fake.hub.faults.forgetful),
  () => void (fake.hub.faults.refuse = !fake.hub.faults.refuse),
  () => void (fake.hub.faults.forgetsRooms = !fake.hub.faults.forgetsRooms),
  () => fake.hub.raw('{"r1":{"e":[{'),
  () => fake.hub.heartbeat(),
  () => void fake.fault({ path: '/events', effect: { kind: 'status', status: 502 } }),
  () => void fake.fault({ path: '/ws-auth', effect: { kind: 'reset-before' } }),
  () => fake.clock.advance(1_000),
  () => fake.clock.advance(70_000),
]

test.each(Array.from({ length: 25 }, (_, at) => at + 1))(
  'in storm %d nothing is lost, repeated or out of order',
  async (seed) => {
    const fake = await useFake()
    const chat = await useChat(fake)
    const random = seeded(seed)
    const said = new Map<number, string[]>([
      [SANDBOX, []],
      [LOBBY, []],
    ])
    const heard = new Map<number, string[]>([
      [SANDBOX, []],
      [LOBBY, []],
    ])
    const acts = mishaps(fake, {
      text(room) {
        const text = `${room}: ${said.get(room)?.length ?? 0}`
        said.get(room)?.push(text)
        return text
      },
    })
    let check: (() => void) | null = null
    for (const room of [SANDBOX, LOBBY])
      await chat.room(room).watch((event) => {
        if (event.type === 'message-posted') heard.get(room)?.push(event.content ?? '')
        check?.()
      })

    for (let step = 0; step < 120; step += 1) {
      acts[Math.floor(random() * acts.length)]?.()
      if (random() < 0.4) await breath()
    }
    Object.assign(fake.hub.faults, { drop: 0, silent: false, forgetful: false, refuse: false })
    fake.hub.release('in order')
    acts[0]?.()
    acts[2]?.()

    const complete = new Promise<void>((resolve) => {
      check = () => {
        const done = [...said].every(([room, texts]) => heard.get(room)?.includes(texts.at(-1) ?? ''))
        if (done) resolve()
      }
      check()
    })
    await fake.clock.run(complete, 'reconnect', 'poll', 'retry socket', 'silence')
    expect(heard).toEqual(said)
  },
)
