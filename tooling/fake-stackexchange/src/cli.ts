#!/usr/bin/env node
import { parseArgs } from 'node:util'
import { systemClock } from './clock.ts'
import { startFake } from './server.ts'

const { values } = parseArgs({ options: { port: { type: 'string', default: '8710' } } })
const fake = await startFake({ clock: systemClock, port: Number(values.port) })
fake.user({ id: 7, name: 'Alice', email: 'alice@example.org', password: 'alice', isModerator: true })
fake.user({ id: 8, name: 'Bob', email: 'bob@example.org', password: 'bob' })
fake.user({ id: 9, name: 'Carol', email: 'carol@example.org', password: 'carol' })
fake.room({ id: 1, name: 'Sandbox', description: 'Where bots play', tags: ['sandbox'], owners: new Set([7]) })
console.log(`chat   ${fake.server.chatOrigin}
login  ${fake.server.loginOrigin}   (alice@example.org / alice, bob@example.org / bob, carol@example.org / carol)
type   ${fake.server.chatOrigin}/__fake/
server ${JSON.stringify(fake.server)}   (what a client connects to, and the bot's bridge.json)`)
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void fake.close())
