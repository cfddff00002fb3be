import { createMessaging, isMsgError } from '@msg/core'
import type { Attachment, Clock } from '@msg/core'
import { newId } from '@msg/testing'
import { mkdir, mkdtemp, open, readdir, readlink, rm, stat, symlink, truncate, writeFile } from 'node:fs/promises'
import type { FileHandle } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest'
import { diskAttachments } from '../src/disk.ts'
import type { DiskAttachments } from '../src/disk.ts'

const key = new Uint8Array(32).fill(7)
const address = 'https://app.example/files'

let folder: string
let now: number
let files: DiskAttachments

const clock: Clock = { now: () => now, after: () => () => {} }

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'msg-attachments-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  now = Date.parse('2026-11-21T12:01:00.000Z')
  files = diskAttachments({ folder: join(folder, 'made'), address, key, clock })
})

const kept = async (text: string, more: Partial<Attachment> = {}): Promise<Attachment> => {
  const attachment: Attachment = { id: newId(), name: 'notes.txt', type: 'text/plain', size: text.length, ...more }
  await files.put(attachment, new Blob([text]))
  return attachment
}

const ask = (url: string, init: RequestInit = {}): Promise<Response> => files.answer(new Request(url, init))

/** Every file there is, by its name. */
const names = async (): Promise<readonly string[]> =>
  (await readdir(folder, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map(({ name }) => name)

/** Which of the files are open; where the system does not say, none is. */
const opened = async (): Promise<readonly string[]> => {
  if (process.platform !== 'linux') return []
  const places = await Promise.all(
    (await readdir('/proc/self/fd')).map((handle) => readlink(`/proc/self/fd/${handle}`).catch(() => '')),
  )
  return places.filter((place) => place.startsWith(folder))
}

describe('files on a disk', () => {
  test('are served at the address given for them, until it runs out', async () => {
    const attachment = await kept('hello')
    const { url, expiresAt } = await files.url(attachment)
    expect(url.startsWith(`${address}/${attachment.id}?`)).toBe(true)
    expect(expiresAt).toBe('2026-11-21T12:10:00.000Z')
    const answer = await ask(url)
    expect([answer.status, await answer.text()]).toEqual([200, 'hello'])
    now += 3 * 60_000
    expect((await files.url(attachment)).url).toBe(url)
    now = Date.parse(expiresAt) - 1
    expect((await ask(url, { method: 'HEAD' })).status).toBe(200)
    now += 1
    expect((await ask(url)).status).toBe(404)
  })

  test.skipIf(process.platform !== 'linux')('are on the disk with all their names before anybody is told', async () => {
    const synced: string[] = []
    const handle = await open(folder)
    const prototype: FileHandle = Object.getPrototypeOf(handle)
    const { sync } = prototype
    vi.spyOn(prototype, 'sync').mockImplementation(async function (this: FileHandle) {
      synced.push(relative(folder, await readlink(`/proc/self/fd/${this.fd}`)))
      await sync.call(this)
    })
    onTestFinished(() => handle.close())
    onTestFinished(() => void vi.restoreAllMocks())
    const { id } = await kept('hello')
    const shelf = join('made', id.slice(-2))
    expect(synced).toEqual(['made', '', join(shelf, `${id}.part`), shelf])
  })

  test('are not served at an address that was altered, made up, or signed by another key', async () => {
    const [one, other] = [await kept('one'), await kept('other')]
    const { url } = await files.url(one)
    const altered = (change: (address: URL) => void): string => {
      const copy = new URL(url)
      change(copy)
      return copy.href
    }
    const foreign = diskAttachments({ folder, address, key: new Uint8Array(32).fill(8), clock })
    const attempts = [
      url.replace(one.id, other.id),
      altered(({ searchParams }) => searchParams.set('until', '99999999999999')),
      altered(({ searchParams }) => searchParams.set('type', 'image/png')),
      altered(({ searchParams }) => searchParams.set('type', 'text/html')),
      altered(({ searchParams }) => searchParams.set('name', 'run.exe')),
      altered(({ searchParams }) => searchParams.delete('mac')),
      altered(({ searchParams }) => searchParams.set('mac', '')),
      (await foreign.url(one)).url,
      `${address}/${one.id}`,
      address,
    ]
    for (const attempt of attempts) expect([attempt, (await ask(attempt)).status]).toEqual([attempt, 404])
  })

  test('never leave their folder, whatever the id is', async () => {
    await writeFile(join(folder, 'secret'), 'secret')
    for (const id of ['../secret', '..', '', 'secret', `${newId()}/../../secret`, newId().toUpperCase()]) {
      const attachment: Attachment = { id, name: 'x', type: 'text/plain', size: 1 }
      await expect(files.put(attachment, new Blob(['x']))).rejects.toSatisfy(isMsgError)
      await expect(files.url(attachment)).rejects.toSatisfy(isMsgError)
      await expect(files.remove(id)).rejects.toSatisfy(isMsgError)
      expect((await ask(`${address}/${encodeURIComponent(id)}?until=99999999999999&mac=AAAA`)).status).toBe(404)
    }
    expect(await names()).toEqual(['secret'])
  })

  test('never run in a page: what is text is plain text to be saved, and all else is what it was sniffed as', async () => {
    const page = await kept('<script>alert(1)</script>', { name: 'page.html' })
    const text = await ask((await files.url(page)).url)
    expect(Object.fromEntries(text.headers)).toMatchObject({
      'content-type': 'text/plain; charset=utf-8',
      'content-disposition': "attachment; filename*=UTF-8''page.html",
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'; sandbox",
      'cache-control': 'private, max-age=540, immutable',
    })
    const picture = await kept('not really', { name: `Ü "1"\r\n; (a)'.png`, type: 'image/png' })
    const shown = await ask((await files.url(picture)).url)
    expect(shown.headers.get('content-type')).toBe('image/png')
    expect(shown.headers.get('content-disposition')).toBe(
      "inline; filename*=UTF-8''%C3%9C%20%221%22%0D%0A%3B%20%28a%29%27.png",
    )
  })

  test('are served in parts to players, and to nobody who would change something', async () => {
    const { url } = await files.url(await kept('0123456789'))
    const part = async (range: string) => {
      const answer = await ask(url, { headers: { range } })
      return [answer.status, answer.headers.get('content-range'), await answer.text()]
    }
    expect(await part('bytes=2-4')).toEqual([206, 'bytes 2-4/10', '234'])
    expect(await part('bytes=7-')).toEqual([206, 'bytes 7-9/10', '789'])
    expect(await part('bytes=8-99')).toEqual([206, 'bytes 8-9/10', '89'])
    for (const range of ['bytes=10-', 'bytes=5-4', 'bytes=-3', 'bytes=0-1,3-4', 'lines=1-2'])
      expect(await part(range)).toEqual([200, null, '0123456789'])
    for (const method of ['POST', 'PUT', 'DELETE']) expect((await ask(url, { method })).status).toBe(405)
    const head = await ask(url, { method: 'HEAD' })
    expect([head.headers.get('content-length'), await head.text()]).toEqual(['10', ''])
  })

  test('never run in a page, whatever the answer is', async () => {
    const { url } = await files.url(await kept('0123456789'))
    const answers = [
      await ask(url, { headers: { range: 'bytes=2-4' } }),
      await ask(url, { method: 'HEAD' }),
      await ask(url, { method: 'POST' }),
      await ask(`${url}x`),
    ]
    expect(answers.map(({ status }) => status)).toEqual([206, 200, 405, 404])
    for (const { headers } of answers)
      expect(Object.fromEntries(headers)).toMatchObject({
        'x-content-type-options': 'nosniff',
        'content-security-policy': "default-src 'none'; sandbox",
      })
    expect(answers[0]?.headers.get('content-type')).toBe('text/plain; charset=utf-8')
    expect(answers[3]?.headers.get('cache-control')).toBe('no-store')
  })

  test('that are large come whole, and who stops reading leaves nothing open', async () => {
    const text = 'x'.repeat(1_000_000)
    const { url } = await files.url(await kept(text))
    expect((await (await ask(url)).text()).length).toBe(text.length)
    const reader = (await ask(url)).body?.getReader()
    await reader?.read()
    await reader?.cancel()
    await ask(url, { method: 'HEAD' })
    expect(await opened()).toEqual([])
  })

  test('that become shorter while they are read end there', async () => {
    const attachment = await kept('x'.repeat(200_000))
    const reader = (await ask((await files.url(attachment)).url)).body?.getReader()
    await reader?.read()
    await truncate(join(folder, 'made', attachment.id.slice(-2), attachment.id), 1)
    let ended = false
    for (let pieces = 0; !ended && pieces < 9; pieces += 1) ended = (await reader?.read())?.done ?? true
    expect([ended, await opened()]).toEqual([true, []])
  })

  test('are gone once removed, and removing again does nothing', async () => {
    const attachment = await kept('hello')
    const { url } = await files.url(attachment)
    expect(await names()).toEqual([attachment.id])
    await files.remove(attachment.id)
    await files.remove(attachment.id)
    expect(await names()).toEqual([])
    expect((await ask(url)).status).toBe(404)
  })

  test.skipIf(process.platform === 'win32')(
    'are for this process to read, and for nobody else on the machine',
    async () => {
      const { id } = await kept('hello')
      const { mode } = await stat(join(folder, 'made', id.slice(-2), id))
      expect(mode & 0o777).toBe(0o600)
    },
  )

  test('are not half there when writing breaks off', async () => {
    const attachment: Attachment = { id: newId(), name: 'x', type: 'text/plain', size: 3 }
    const broken = new Blob(['abc'])
    broken.stream = () =>
      new ReadableStream({
        pull(controller) {
          controller.error(new Error('broken off'))
        },
      })
    await expect(files.put(attachment, broken)).rejects.toThrow('broken off')
    expect(await names()).toEqual([])
  })

  test.skipIf(process.platform !== 'linux')(
    'that find no room on the disk are refused, and nothing is left',
    async () => {
      const id = newId()
      const shelf = join(folder, 'made', id.slice(-2))
      await mkdir(shelf, { recursive: true })
      await symlink('/dev/full', join(shelf, `${id}.part`))
      const refused = files.put({ id, name: 'x', type: 'text/plain', size: 3 }, new Blob(['abc']))
      await expect(refused).rejects.toMatchObject({ code: 'storage_full', outcome: 'none' })
      expect(await readdir(shelf)).toEqual([])
    },
  )

  test.skipIf(process.platform === 'win32')('that cannot be opened are not said to be missing', async () => {
    const attachment = await kept('hello')
    const { url } = await files.url(attachment)
    const place = join(folder, 'made', attachment.id.slice(-2), attachment.id)
    await rm(place)
    await symlink(place, place)
    await expect(ask(url)).rejects.toMatchObject({ code: 'ELOOP' })
  })

  test('need a key that nobody guesses', () => {
    expect(() => diskAttachments({ folder, address, key: new Uint8Array(31) })).toThrow(TypeError)
  })
})

test('what a message carries is served to who reads the message', async () => {
  await using messaging = createMessaging({ attachments: files })
  const [alice, bob] = [messaging.as('alice'), messaging.as('bob')]
  const { id: conversationId } = await alice.conversations.startDirect({ userId: 'bob' })
  const { id } = await alice.attachments.upload({ file: new Blob(['hello bob']), name: 'hello.txt' })
  const { id: messageId } = await alice.messages.send({ conversationId, body: 'here', attachments: [id] })
  const { url } = await bob.attachments.get({ messageId, attachmentId: id })
  expect(await (await ask(url)).text()).toBe('hello bob')
})
