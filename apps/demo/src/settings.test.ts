import { resolve } from 'node:path'
import { expect, test } from 'vitest'
import { settingsFrom } from './settings.ts'

test('without settings everything is embedded, for this machine only', async () => {
  expect(await settingsFrom({ PORT: '', DATABASE_URL: '', MQTT_URL: '' })).toEqual({
    port: 3000,
    host: '127.0.0.1',
    storage: { dataDir: resolve('.data/demo') },
    broker: null,
    bridged: false,
  })
})

test('a Postgres takes the place of the folder, but not where a bridge begins empty each time', async () => {
  const env = { DATABASE_URL: 'postgresql://me:secret@db.example/app?sslmode=require', DATA_DIR: 'elsewhere' }
  expect((await settingsFrom(env)).storage).toEqual({ databaseUrl: env.DATABASE_URL })
  expect((await settingsFrom(env, ['--bridge'])).storage).toEqual({ dataDir: expect.stringContaining('bridge') })
})

test.each([
  ['mqtt://broker.example', { host: 'broker.example', port: 1883, transport: 'tcp', secure: false }],
  ['mqtts://[::1]', { host: '::1', port: 8883, transport: 'tcp', secure: true }],
  [
    'mqtt://me:p%40ss@broker.example:1884',
    { host: 'broker.example', port: 1884, transport: 'tcp', secure: false, username: 'me', password: 'p@ss' },
  ],
  ['ws://broker.example', { host: 'broker.example', port: 80, transport: 'websocket', secure: false }],
  [
    'wss://broker.example/a/mqtt?b=c',
    { host: 'broker.example', port: 443, transport: 'websocket', secure: true, path: '/a/mqtt?b=c' },
  ],
] as const)('%s names a broker', async (MQTT_URL, broker) => {
  expect((await settingsFrom({ MQTT_URL })).broker).toEqual(broker)
})

test.each([
  ['DATABASE_URL', 'mysql://me:canary@db.example/app'],
  ['DATABASE_URL', 'postgres://me:canary@db.example:five/app'],
  ['DATABASE_URL', 'postgres://me:canary%@db.example/app'],
  ['MQTT_URL', 'http://me:canary@broker.example'],
  ['MQTT_URL', 'canary@broker.example:1883'],
  ['MQTT_URL', 'mqtt://me:canary%zz@broker.example'],
  ['MQTT_URL', 'mqtt:///canary'],
])('a wrong %s is refused with what to do, and without the password: %s', async (name, value) => {
  const refusal = await settingsFrom({ [name]: value }).catch((error: unknown) => error)
  expect(refusal).toMatchObject({
    name: 'SettingError',
    message: expect.stringContaining(`${name} must be the address`),
  })
  expect(String(refusal)).not.toContain('canary')
})
