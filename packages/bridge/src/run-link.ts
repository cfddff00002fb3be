import { createBell } from './bell.ts'
import { listen } from './inward/listen.ts'
import type { HeldClaim } from './claim/held-claim.ts'
import { holdClaim } from './claim/hold-claim.ts'
import { learn } from './claim/learn.ts'
import { linkable, UnlinkableError } from './linkable.ts'
import { listenHere } from './outward/listen-here.ts'
import { changingLane, postingLane } from './outward/lane.ts'
import { showWaiting } from './outward/waiting-signs.ts'
import type { LinkParts, RunParts } from './parts.ts'
import { pause } from './pause.ts'

/** Whether a link runs here, waits for another process to let go of it, is tried again, can never run, or is over. */
export type LinkState = 'starting' | 'running' | 'standing by' | 'failing' | 'refused' | 'closed'

/** A link in this process. */
export interface RunningLink {
  readonly state: LinkState
  /** Resolves once it runs, or another process runs it, or it is over; rejects where it can never run. */
  readonly settled: Promise<void>
  /** Lets what is under way finish within reason, and gives the link up. */
  close(): Promise<void>
}

/** Runs a link whenever this process has the right to, until it is closed. */
export const runLink = (run: RunParts): RunningLink => {
  const ending = new AbortController()
  const progress = createProgress()
  const finished = keepRunning(run, progress, ending.signal)
  return {
    get state() {
      return progress.state
    },
    settled: progress.settled,
    async close() {
      ending.abort()
      await finished
    },
  }
}

/** How far a link has got, and who waits for it to settle. */
interface Progress {
  state: LinkState
  readonly settled: Promise<void>
  settle(): void
  refuse(error: UnlinkableError): void
}

const createProgress = (): Progress => {
  let settle: (() => void) | null = null
  let refuse: ((error: UnlinkableError) => void) | null = null
  const settled = new Promise<void>((resolve, reject) => {
    settle = resolve
    refuse = reject
  })
  return { state: 'starting', settled, settle: () => settle?.(), refuse: (error) => refuse?.(error) }
}

/** Runs a link again whenever it breaks, after a wait that doubles up to a minute. */
const keepRunning = async (run: RunParts, progress: Progress, ending: AbortSignal): Promise<void> => {
  const { clock, logger, link } = run
  for (let failures = 0; !ending.aborted;) {
    const before = clock.now()
    try {
      await runOnce(run, progress, ending)
    } catch (error) {
      if (ending.aborted) break
      if (error instanceof UnlinkableError) {
        progress.state = 'refused'
        logger.warn('a link can never run', { link: link.id, reason: error.message })
        return progress.refuse(error)
      }
      progress.state = 'failing'
      failures = clock.now() - before > 60_000 ? 1 : failures + 1
      logger.warn('a link broke; starting it again', { link: link.id, ...codeOf(error) })
      await pause(clock, { ms: Math.min(2 ** failures * 500, 60_000), signal: ending })
    }
  }
  progress.state = 'closed'
  progress.settle()
}

/** Runs a link until it breaks or this process loses the right to; where another one has it, waits for a while. */
const runOnce = async (run: RunParts, progress: Progress, ending: AbortSignal): Promise<void> => {
  const { clock, logger, link, takeover } = run
  const claim = await holdClaim(run, ending)
  if (claim === null) {
    if (progress.state !== 'standing by') logger.info('another process runs a link; standing by', { link: link.id })
    progress.state = 'standing by'
    progress.settle()
    return pause(clock, { ms: takeover / 3, signal: ending })
  }
  const onRunning = (): void => {
    progress.state = 'running'
    logger.info('a link runs', { link: link.id, roomId: link.roomId })
    progress.settle()
  }
  try {
    await work(run, { claim, onRunning })
  } finally {
    await claim.release()
  }
}

const codeOf = (error: unknown): { readonly code: string } => ({
  code: error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'unexpected',
})

interface Working {
  readonly claim: HeldClaim
  readonly onRunning: () => void
}

/** Reads and writes both sides, until the link is to end or one of them breaks. */
const work = async (run: RunParts, { claim, onRunning }: Working): Promise<void> => {
  const broken = new AbortController()
  await linkable(run.service, run.link.conversationId)
  const parts = await learn(partsOf(run, claim, AbortSignal.any([claim.signal, broken.signal])))
  const stopSigns = run.chat.onSender(({ waitingUntil }) => {
    showWaiting(parts, waitingUntil).catch(() => {})
  })
  try {
    const onListening = afterBoth(onRunning)
    const [posting, changing] = [createBell(run.clock, parts.signal), createBell(run.clock, parts.signal)]
    const onQueued = (): void => {
      posting.ring()
      changing.ring()
    }
    const sides = [
      listen(parts, onListening),
      listenHere(parts, { onListening, onQueued }),
      postingLane(parts, posting),
      changingLane(parts, changing),
    ]
    await Promise.race(sides).finally(() => broken.abort())
    await Promise.allSettled(sides)
  } finally {
    broken.abort()
    stopSigns()
  }
}

/** Calls back once, when it was called for each of the two sides. */
const afterBoth = (done: () => void): ((side: 'here' | 'there') => void) => {
  const called = new Set<string>()
  return (side) => {
    if (called.has(side)) return
    called.add(side)
    if (called.size === 2) done()
  }
}

const partsOf = (run: RunParts, claim: HeldClaim, signal: AbortSignal): Omit<LinkParts, 'done'> => ({
  ...run,
  claim,
  room: run.chat.room(run.link.roomId),
  signal,
  newest: { id: 0 },
  inFlight: new Set(),
})
