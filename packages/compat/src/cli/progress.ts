/** How far something has come, told while it goes on. */

/** Where it is told: `process.stderr`. */
export interface Screen {
  readonly isTTY?: boolean
  write(text: string): unknown
}

/** Tells how far something has come. */
export interface Progress {
  /** So many rows of so many; what is doing is told beside it. May be called for every row. */
  show(done: number, of: number, beside?: string): void
  /** Tells the last of it, and leaves it there. */
  end(): void
}

interface Step {
  readonly done: number
  readonly of: number
  readonly beside: string
}

const width = 30

/** Milliseconds between two tellings: where a line is written over the one before it, and where each stays. */
const pause = { over: 100, below: 10_000 } as const

/** Begins to tell. A terminal shows one line that changes, anything else gets a line now and then. */
export const openProgress = (screen: Screen, now: () => number): Progress => {
  const isOver = screen.isTTY === true
  const began = now()
  let toldAt = isOver ? 0 : began
  let step: Step | null = null
  let toldStep: Step | null = null
  const tell = (): void => {
    if (step === null || step === toldStep) return
    toldStep = step
    toldAt = now()
    const line = progressLine(step, (toldAt - began) / 1_000)
    screen.write(isOver ? `\r${line}\u001B[K` : `${line}\n`)
  }
  return {
    show(done, of, beside = '') {
      step = { done, of, beside }
      if (now() - toldAt >= (isOver ? pause.over : pause.below)) tell()
    },
    end() {
      tell()
      if (isOver && step !== null) screen.write('\n')
    },
  }
}

/** `[#####     ] 17% 1234 of 7258 rows, 411 a second, 0:15 left`. */
const progressLine = ({ done, of, beside }: Step, seconds: number): string => {
  const share = of === 0 ? 1 : Math.min(done / of, 1)
  const filled = Math.floor(share * width)
  const bar = `[${'#'.repeat(filled)}${' '.repeat(width - filled)}]`
  const rate = seconds === 0 ? 0 : done / seconds
  const left = rate === 0 || share === 1 ? '' : `, ${clock((of - done) / rate)} left`
  return `${bar} ${Math.floor(share * 100)}% ${done} of ${of} rows${beside}, ${Math.round(rate)} a second${left}`
}

/** Seconds as `0:15`, or `2:03:15`. */
const clock = (seconds: number): string => {
  const all = Math.ceil(seconds)
  const [hours, minutes] = [Math.floor(all / 3_600), Math.floor(all / 60) % 60]
  return hours === 0 ? `${minutes}:${two(all % 60)}` : `${hours}:${two(minutes)}:${two(all % 60)}`
}

const two = (n: number): string => String(n).padStart(2, '0')
