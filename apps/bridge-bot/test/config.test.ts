import { expect, test } from 'vitest'
import { configOf } from '../src/config.ts'

const conversationId = '0192f000-0000-7000-8000-000000000001'
const least = { server: 'stackoverflow', links: [{ conversationId, roomId: 17 }] }

test('little has to be said', () => {
  expect(configOf(least, '/etc/bridge')).toEqual({
    server: 'stackoverflow',
    chat: 'stackoverflow',
    links: [{ conversationId, roomId: 17, ignore: [], late: 'skip' }],
    messaging: null,
    memory: null,
    schema: 'msg',
    bridgeSchema: 'msg_bridge',
    directory: null,
    sessionFile: '/etc/bridge/bridge-session.json',
    healthPort: null,
    takeover: 30_000,
  })
})

test('paths are from the folder of the configuration', () => {
  const config = configOf(
    { ...least, directory: './people.mjs', sessionFile: '../session.json', healthPort: 8720 },
    '/etc/bridge',
  )
  expect(config).toMatchObject({
    directory: '/etc/bridge/people.mjs',
    sessionFile: '/etc/session.json',
    healthPort: 8720,
  })
})

const evil = { chatOrigin: 'https://evil.example', loginOrigin: 'https://evil.example', chatCookie: 'x' }

test.each([
  [{ ...least, links: [] }, 'must name at least one'],
  [{ ...least, links: [{ conversationId: 'x', roomId: 1 }] }, 'links/0/conversationId'],
  [{ ...least, links: [{ conversationId, roomId: '1' }] }, 'links/0/roomId'],
  [{ ...least, links: [{ conversationId, roomId: 1, ignore: ['x'] }] }, 'links/0/ignore'],
  [{ ...least, links: [{ conversationId, roomId: 1, late: 'tell' }] }, 'links/0/late'],
  [{ ...least, links: [{ conversationId, roomId: 1, lat: 'note' }] }, 'links/0/lat'],
  [{ ...least, server: 'chat.example.org' }, '"server" must be stackexchange'],
  [{ ...least, server: evil }, 'a fake on this machine'],
  [{ ...least, server: { ...evil, chatOrigin: 'http://127.0.0.1.evil.example' } }, 'a fake on this machine'],
  [{ ...least, password: 'x' }, 'Secrets do not belong here'],
  [{ ...least, healthPort: 70_000 }, 'healthPort'],
  [{ ...least, takeover: 0 }, '"takeover" must be a whole number from 1'],
  [{ ...least, schema: '' }, '"schema" must be a text'],
  [{ ...least, messaging: { url: 'http://app.example/chat' } }, '"messaging" must be'],
  [{ ...least, messaging: { url: 'https://app.example/chat', token: 'x' } }, 'Secrets do not belong here'],
  [{ ...least, messaging: { url: 'https://me:secret@app.example/chat' } }, 'Secrets do not belong here'],
  [{ ...least, messaging: { url: 'https://app.example/chat' }, schema: 'msg' }, '"schema" is for a bot'],
  [{ ...least, memory: './memory' }, '"memory" is for a bot'],
  [[], 'must be a JSON object'],
])('%j is refused with what is wrong', (value, problem) => {
  expect(() => configOf(value, '/etc/bridge')).toThrow(problem)
})

test('a link may have the room told of what was changed too late', () => {
  const links = [{ conversationId, roomId: 17, late: 'note' }]
  expect(configOf({ ...least, links }, '/etc/bridge').links).toMatchObject(links)
})

test('the conversations may be those of another process', () => {
  const messaging = { url: 'https://app.example/chat' }
  expect(configOf({ ...least, messaging, memory: './memory' }, '/etc/bridge')).toMatchObject({
    messaging,
    memory: '/etc/bridge/memory',
  })
  expect(configOf({ ...least, messaging: { url: 'http://127.0.0.1:3000/chat' } }, '/etc/bridge').memory).toBeNull()
})
