import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { killChildren, startChild } from '../test/child.ts'
import { lockDirectory } from './directory-lock.ts'
import { lightBeacon } from './lock-beacon.ts'
import { thisProcess } from './lock-holder.ts'
import type { LockHolder } from './lock-holder.ts'

let directory: string

beforeEach(async () => {
  directory = join(await mkdtemp(join(tmpdir(), 'msg-lock-')), 'data')
})
afterEach(async () => {
  await killChildren()
  await rm(join(directory, '..'), { recursive: true, force: true })
})

const holder = async () => {
  const child = startChild('hold-lock.ts', directory)
  expect(await child.line()).toBe('ready')
  child.tell('go')
  return child
}

const heldBy = async (changed: Partial<LockHolder>): Promise<void> => {
  await mkdir(`${directory}.lock`, { recursive: true })
  await writeFile(
    join(`${directory}.lock`, '7'),
    JSON.stringify({ ...(await thisProcess()), beacon: null, ...changed }),
  )
}

describe('the lock of a data directory', () => {
  test('is refused while another process lives, naming that process', async () => {
    const child = await holder()
    expect(await child.line()).toBe('held')
    await expect(lockDirectory(directory)).rejects.toMatchObject({
      code: 'unavailable',
      message: expect.stringContaining(`in use by process ${child.pid} `),
    })
  })

  test('is taken over after kill -9, at once', async () => {
    const child = await holder()
    expect(await child.line()).toBe('held')
    await child.kill()
    const lock = await lockDirectory(directory)
    await lock.release()
  })

  test('is refused to the same process a second time, until it is released', async () => {
    const lock = await lockDirectory(directory)
    await expect(lockDirectory(directory)).rejects.toThrow(`in use by process ${process.pid} `)
    await lock.release()
    await (await lockDirectory(directory)).release()
  })

  test('goes to exactly one of several processes that find the holder dead', async () => {
    for (let round = 0; round < 3; round += 1) {
      const dead = await holder()
      expect(await dead.line()).toBe('held')
      await dead.kill()
      const rivals = await Promise.all(
        Array.from({ length: 6 }, async () => {
          const rival = startChild('hold-lock.ts', directory)
          await rival.line()
          return rival
        }),
      )
      for (const rival of rivals) rival.tell('go')
      const answers = await Promise.all(rivals.map((rival) => rival.line()))
      expect(answers.filter((answer) => answer === 'held')).toHaveLength(1)
      const winner = rivals[answers.indexOf('held')]
      expect(answers.filter((answer) => answer.includes(`in use by process ${winner?.pid} `))).toHaveLength(5)
      await killChildren()
    }
  })

  test('goes to exactly one of many callers in one process', async () => {
    const tries = await Promise.allSettled(Array.from({ length: 20 }, () => lockDirectory(directory)))
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect((await readdir(`${directory}.lock`)).filter((name) => !name.endsWith('.beacon'))).toEqual(['1'])
  })

  test('is never taken for its age', async () => {
    await heldBy({})
    await expect(lockDirectory(directory)).rejects.toThrow(`in use by process ${process.pid} `)
  })

  test.each([
    ['its process id was given to another process since', { started: '1' }],
    ['the machine was booted since', { boot: 'another boot' }],
    ['its container is gone', { namespace: 'pid:[1]', host: 'another container', beacon: '01234567.beacon' }],
    ['its process is gone', { pid: 2 ** 22 + 1 }],
  ])('is taken over when %s', async (_, changed) => {
    await heldBy(changed)
    const lock = await lockDirectory(directory)
    await expect(lockDirectory(directory)).rejects.toThrow(`in use by process ${process.pid} `)
    await lock.release()
  })

  test('is refused while a container that shares the folder lives, whatever its process id', async () => {
    await heldBy({ namespace: 'pid:[1]', pid: 2 ** 22 + 1, beacon: '01234567.beacon' })
    const beacon = await lightBeacon(join(`${directory}.lock`, '01234567.beacon'))
    await expect(lockDirectory(directory)).rejects.toMatchObject({ code: 'unavailable' })
    await beacon?.putOut()
    await (await lockDirectory(directory)).release()
  })

  test('held in another container that shows no beacon is refused', async () => {
    await heldBy({ namespace: 'pid:[1]', beacon: null })
    await expect(lockDirectory(directory)).rejects.toThrow(/delete .*7 if it no longer runs/)
  })

  test('leaves nothing but its last ticket behind', async () => {
    for (let round = 0; round < 3; round += 1) await (await lockDirectory(directory)).release()
    expect(await readdir(`${directory}.lock`)).toEqual(['3'])
  })

  test('works where the path is too long for a beacon', async () => {
    const deep = join(directory, 'd'.repeat(120), 'data')
    const lock = await lockDirectory(deep)
    await expect(lockDirectory(deep)).rejects.toThrow(`in use by process ${process.pid} `)
    await lock.release()
  })

  test('held on another machine is refused, and the message says what to do', async () => {
    await heldBy({ host: `not-${hostname()}`, boot: 'another boot' })
    await expect(lockDirectory(directory)).rejects.toThrow(/delete .*7 if it no longer runs/)
  })

  test('that cannot be read is refused, never guessed at', async () => {
    await mkdir(`${directory}.lock`)
    await writeFile(join(`${directory}.lock`, '3'), '{"pid":')
    await expect(lockDirectory(directory)).rejects.toMatchObject({ code: 'unavailable' })
  })
})
