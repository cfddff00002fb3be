import { expect, test } from 'vitest'
import { openProgress } from './progress.ts'

/** Tells on a screen of that kind, at times that are set. */
const telling = (isTTY: boolean) => {
  const written: string[] = []
  const time = { now: 5_000 }
  const progress = openProgress({ isTTY, write: (text) => written.push(text) }, () => time.now)
  return { written, time, progress }
}

test('a terminal has one line, with rows, their rate and the time that is left', () => {
  const { written, time, progress } = telling(true)
  time.now += 1_000
  progress.show(100, 400)
  // Too soon to be seen.
  progress.show(101, 400)
  time.now += 1_000
  progress.show(200, 400, ' (message)')
  progress.end()
  expect(written).toEqual([
    '\r[#######                       ] 25% 100 of 400 rows, 100 a second, 0:03 left\u001B[K',
    '\r[###############               ] 50% 200 of 400 rows (message), 100 a second, 0:02 left\u001B[K',
    '\n',
  ])
})

test('anything else gets a line each ten seconds, and the last', () => {
  const { written, time, progress } = telling(false)
  for (let second = 1; second <= 25; second += 1) {
    time.now += 1_000
    progress.show(second * 10, 250)
  }
  progress.end()
  expect(written).toEqual([
    '[############                  ] 40% 100 of 250 rows, 10 a second, 0:15 left\n',
    '[########################      ] 80% 200 of 250 rows, 10 a second, 0:05 left\n',
    '[##############################] 100% 250 of 250 rows, 10 a second\n',
  ])
})

test('hours that are left are told as hours', () => {
  const { written, time, progress } = telling(false)
  time.now += 10_000
  progress.show(10, 7_405)
  expect(written).toEqual(['[                              ] 0% 10 of 7405 rows, 1 a second, 2:03:15 left\n'])
})

test('what never began tells nothing', () => {
  const { written, progress } = telling(true)
  progress.end()
  expect(written).toEqual([])
})
