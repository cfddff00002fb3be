import { describe, expect, test } from 'vitest'
import { parseHistoryPage } from '../../src/pages/history-page.ts'
import { parseInfoPage, parseRoomList } from '../../src/pages/info-page.ts'
import { parseProfilePage, secondsAgo } from '../../src/pages/profile-page.ts'
import { parseRoomPage } from '../../src/pages/room-page.ts'
import { parseTranscriptPage } from '../../src/pages/transcript-page.ts'
import { contentToText, parseLoginKey, parseSessionPage } from '../../src/protocol/index.ts'

const PARSERS = {
  parseSessionPage,
  parseLoginKey,
  parseRoomPage,
  parseInfoPage,
  parseRoomList,
  parseProfilePage,
  parseTranscriptPage,
  parseHistoryPage,
  contentToText,
}

describe('the key', () => {
  test('is the first that is not empty', () => {
    const html =
      '<input name="fkey"><input name="fkey" value=""><input name="fkey" value="abc"><input name="fkey" value="def">'
    expect(parseSessionPage(html).fkey).toBe('abc')
  })
  test('is absent from a page without any', () => {
    expect(parseSessionPage('<input name="q" value="x">')).toEqual({ fkey: null, me: null })
  })
  test('of the login form is not taken from another form', () => {
    expect(
      parseLoginKey(
        '<form id="search"><input name="fkey" value="no"></form><form id="login-form"><input name="fkey" value="yes"></form>',
      ),
    ).toBe('yes')
    expect(parseLoginKey('<form><input name="fkey" value="no"></form>')).toBeNull()
  })
})

describe('the own user', () => {
  test.each([
    [
      'the menu',
      '<div class="topbar-menu-links"><a href="/users/7/me">Me Myself</a><a href="/users/9/x">X</a></div>',
      { id: 7, name: 'Me Myself' },
    ],
    ['the active user', '<div id="active-user" class="user-container user-7"></div>', { id: 7, name: null }],
    [
      'the start script',
      '<script>StartChat(1, 7, ("Me \\"M\\" Myself"), true)</script>',
      { id: 7, name: 'Me "M" Myself' },
    ],
    ['the start script without a name', '<script>StartChat(CHAT.x, 7)</script>', { id: 7, name: null }],
    ['the top bar', '<div class="topbar"><span><a href="/users/7/me">Me</a></span></div>', { id: 7, name: 'Me' }],
    ['a header', '<header><a href="/users/7">Me</a></header>', { id: 7, name: 'Me' }],
  ])('is read off %s', (_where, html, me) => {
    expect(parseSessionPage(html).me).toEqual(me)
  })
  test.each([
    [
      'a link to the login site',
      '<div class="topbar-menu-links"><a href="https://meta.stackexchange.com/users/login">log in</a></div>',
    ],
    [
      'a link to an account elsewhere',
      '<div class="topbar-menu-links"><a href="https://meta.stackexchange.com/users/7/me">me</a></div>',
    ],
    ['the visitor of a script', '<script>StartChat(1, 0, (""))</script>'],
    ['links in the page', '<div id="content"><a href="/users/7/x">somebody</a></div>'],
  ])('is not taken from %s', (_where, html) => {
    expect(parseSessionPage(html).me).toBeNull()
  })
})

test('present users are read off data before scripts, and names with quotes survive', () => {
  const data = `<div class="js-present" data-users='[{"id":8,"name":"O&apos;Neil"},{"id":"9","name":"Bo"},{"name":"nobody"}]'></div>`
  expect(parseRoomPage(data).present).toEqual([
    { id: 8, name: "O'Neil" },
    { id: 9, name: 'Bo' },
  ])
  const script = `<script>CHAT.RoomUsers.initPresent([{id: 8, name: ("O\\'Ne\\"il"), x: 1},\n{id: 9, name: ("Bo")}]);</script>`
  expect(parseRoomPage(script).present).toEqual([
    { id: 8, name: `O'Ne"il` },
    { id: 9, name: 'Bo' },
  ])
  const cards =
    '<div id="room-usercards-container"><div class="usercard" id="present-user-8"><a class="username" href="/users/8/x">Al</a></div></div>'
  expect(parseRoomPage(cards).present).toEqual([{ id: 8, name: 'Al' }])
})

test('attributes that hold a tag do not confuse the content of a message', () => {
  const html = `<div class="monologue"><div class="message" id="message-5"><div title="a > b" class="content">x <b>y</b></div></div></div>`
  expect(parseTranscriptPage(html).messages).toMatchObject([{ id: 5, content: 'x <b>y</b>', ownerId: null }])
})

test('letters whose small ones are longer do not shift the end of a message', () => {
  const html =
    '<div class="monologue"><div class="message" id="message-1"><div class="content">İstanbul</DIV></div></div>'
  expect(parseTranscriptPage(html).messages[0]?.content).toBe('İstanbul')
})

test('a room mentioned by a onebox is not taken for the room of the transcript', () => {
  const html = `<span class="room-name"><a href="/rooms/3/other">Other</a></span><div id="sidebar"><span class="room-name"><a href="/rooms/1/sandbox">Sandbox</a></span></div>`
  expect(parseTranscriptPage(html)).toMatchObject({ roomId: 1, roomName: 'Sandbox' })
})

test.each([
  ['just now', 0],
  ['30s ago', 30],
  ['5m ago', 300],
  ['2h ago', 7_200],
  ['3 days ago', 259_200],
  ['1mo ago', 2_592_000],
  ['n/a', null],
  [undefined, null],
])('a span of %j is %j seconds', (text, seconds) => {
  expect(secondsAgo(text)).toBe(seconds)
})

describe.each(Object.entries(PARSERS))('%s', (_name, parse) => {
  test.each(['', ' ', '<', '<a', '</div>', '<div class=', '<!--', '&#xZZ;', '\u0000', '<input name=fkey value=">'])(
    'copes with %j',
    (html) => {
      expect(() => parse(html)).not.toThrow()
    },
  )
  test.each([
    ['divisions', '<div class="monologue roomcard message content topbar">', 1],
    ['links', '<a href="/users/7/x" class="username">', 1],
    ['headings', '<h2>', 1],
    ['table cells', '<table><tr><td>', 3],
  ])('reads 10,000 nested %s in under 100 ms', (_what, tag, depth) => {
    const html = tag.repeat(Math.ceil(10_000 / depth))
    // The processor's time, best of some tries: the machine may have other things to do.
    let best = Infinity
    for (let tries = 0; tries < 8 && best >= 100; tries += 1) {
      const began = process.cpuUsage()
      parse(html)
      const { user, system } = process.cpuUsage(began)
      best = Math.min(best, (user + system) / 1_000)
    }
    expect(best).toBeLessThan(100)
  })
})
