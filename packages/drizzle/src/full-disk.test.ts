import type * as Files from 'node:fs/promises'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { lockDirectory, openLocked } from './directory-lock.ts'

const disk = vi.hoisted(() => ({ full: false }))
const noSpace = () => Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' })

vi.mock('node:fs/promises', async (original) => {
  const { writeFile, ...others } = await original<typeof Files>()
  return {
    ...others,
    // A file is made, and nothing gets into it.
    async writeFile(...[path, content, options]: Parameters<typeof writeFile>) {
      await writeFile(path, disk.full ? '' : content, options)
      if (disk.full) throw noSpace()
    },
  }
})

describe('on a full disk', () => {
  let directory: string
  beforeEach(async () => {
    directory = join(await mkdtemp(join(tmpdir(), 'msg-full-')), 'data')
  })
  afterEach(async () => {
    disk.full = false
    await rm(join(directory, '..'), { recursive: true, force: true })
  })

  test('a lock is released all the same, and can be taken again once there is space', async () => {
    const lock = await lockDirectory(directory)
    disk.full = true
    await lock.release()
    expect(await readdir(`${directory}.lock`)).toEqual(['1'])
    disk.full = false
    await (await lockDirectory(directory)).release()
  })

  test('a lock that cannot be taken says why, and leaves nothing behind', async () => {
    disk.full = true
    await expect(lockDirectory(directory)).rejects.toMatchObject({
      code: 'unavailable',
      message: expect.stringContaining('ENOSPC'),
    })
    expect(await readdir(`${directory}.lock`)).toEqual([])
  })
})

describe('what is opened under a lock', () => {
  let directory: string
  beforeEach(async () => {
    directory = join(await mkdtemp(join(tmpdir(), 'msg-locked-')), 'data')
  })
  afterEach(() => rm(join(directory, '..'), { recursive: true, force: true }))

  const withoutLock = (why: string) => async (): Promise<never> => {
    await rm(`${directory}.lock`, { recursive: true })
    throw new Error(why)
  }

  test('tells why it does not open, also where its lock cannot be released', async () => {
    await expect(openLocked(directory, withoutLock('no space for the database'))).rejects.toThrow(
      'no space for the database',
    )
  })

  test('tells why it does not close, also where its lock cannot be released', async () => {
    const opened = await openLocked(directory, async () => ({ close: withoutLock('the last page is not written') }))
    await expect(opened.close()).rejects.toThrow('the last page is not written')
  })

  test('is locked while it is open, and free once it is closed or did not open', async () => {
    await expect(openLocked(directory, () => Promise.reject(new Error('not today')))).rejects.toThrow('not today')
    const opened = await openLocked(directory, async (path) => ({ path, close: () => Promise.resolve() }))
    await expect(lockDirectory(opened.path)).rejects.toMatchObject({ code: 'unavailable' })
    await opened.close()
    await (await lockDirectory(opened.path)).release()
  })
})
