import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { ReadMarker } from './read-marker.ts'

/** The tab as a marker knows it: shown and with the focus, or not. */
const tab = { shown: true, focused: true, events: new EventTarget() }

/** What may become of the tab, and how a page is told. */
const turns = {
  shown: { change: { shown: true }, event: 'visibilitychange' },
  hidden: { change: { shown: false }, event: 'visibilitychange' },
  focused: { change: { focused: true }, event: 'focus' },
  blurred: { change: { focused: false }, event: 'blur' },
} as const

const becomes = (state: keyof typeof turns): void => {
  const { change, event } = turns[state]
  Object.assign(tab, change)
  tab.events.dispatchEvent(new Event(event))
}

beforeEach(() => {
  vi.useFakeTimers()
  Object.assign(tab, { shown: true, focused: true, events: new EventTarget() })
  const { events } = tab
  const [add, remove] = [events.addEventListener.bind(events), events.removeEventListener.bind(events)]
  vi.stubGlobal('addEventListener', add)
  vi.stubGlobal('removeEventListener', remove)
  vi.stubGlobal('document', {
    get visibilityState() {
      return tab.shown ? 'visible' : 'hidden'
    },
    hasFocus: () => tab.focused,
    addEventListener: add,
    removeEventListener: remove,
  })
})

afterEach(() => {
  vi.unstubAllGlobals()
  vi.useRealTimers()
})

/** A marker of a conversation read up to its third message, and what it has said to be read. */
const marked = () => {
  const read: number[] = []
  const host = { addController() {}, removeController() {}, requestUpdate() {}, updateComplete: Promise.resolve(true) }
  const marker = new ReadMarker(host, (seq) => read.push(seq))
  marker.hostConnected()
  marker.begin(3)
  return { marker, read }
}

test('a hidden tab reads nothing; shown, with the focus, for half a second it reads once, up to the last in sight', () => {
  const { marker, read } = marked()
  becomes('blurred')
  becomes('hidden')
  for (const seq of [4, 5, 6]) marker.sees(seq)
  vi.advanceTimersByTime(60_000)
  becomes('shown')
  vi.advanceTimersByTime(60_000)
  expect(read).toEqual([])
  becomes('focused')
  vi.advanceTimersByTime(499)
  expect(read).toEqual([])
  vi.advanceTimersByTime(1)
  expect(read).toEqual([6])
  becomes('hidden')
  becomes('shown')
  vi.advanceTimersByTime(60_000)
  expect(read).toEqual([6])
})

test.each([
  ['another tab', 'hidden', 'shown'],
  ['another window', 'blurred', 'focused'],
] as const)('the half second of who looks at %s meanwhile begins anew', (_, away, back) => {
  const { marker, read } = marked()
  marker.sees(4)
  vi.advanceTimersByTime(300)
  becomes(away)
  vi.advanceTimersByTime(100)
  becomes(back)
  vi.advanceTimersByTime(499)
  expect(read).toEqual([])
  vi.advanceTimersByTime(1)
  expect(read).toEqual([4])
})

test('a list that is taken from the page reads nothing more', () => {
  const { marker, read } = marked()
  marker.sees(4)
  marker.hostDisconnected()
  becomes('blurred')
  becomes('focused')
  vi.advanceTimersByTime(60_000)
  expect(read).toEqual([])
})
