/** What a job does; an earlier kind goes first. */
export const JOB_KINDS = ['delete', 'edit', 'mark', 'send'] as const

/** One of the kinds of work, most urgent first. */
export type JobKind = (typeof JOB_KINDS)[number]

/** What the queue needs to know of a job. */
export interface Queued {
  readonly kind: JobKind
  readonly roomId: number
}

/** Waiting jobs: urgent kinds first, rooms in turn, and the order of each room kept. */
export interface FairQueue<J extends Queued> {
  readonly size: number
  /** The job whose turn it is; it stays in the queue. */
  next(): J | undefined
  add(job: J): void
  /** Takes a job out. With `turn: 'over'` its room goes to the end of the line. */
  remove(job: J, turn: 'over' | 'kept'): void
  [Symbol.iterator](): Iterator<J>
}

/** Creates an empty queue. */
export const createFairQueue = <J extends Queued>(): FairQueue<J> => {
  const lanes = new Map<JobKind, Map<number, J[]>>(JOB_KINDS.map((kind) => [kind, new Map<number, J[]>()]))
  let size = 0
  function* jobs() {
    for (const rooms of lanes.values()) for (const lane of rooms.values()) yield* lane
  }
  return {
    get size() {
      return size
    },
    next() {
      for (const rooms of lanes.values()) for (const [job] of rooms.values()) if (job) return job
      return undefined
    },
    add(job) {
      const rooms = lanes.get(job.kind)
      const lane = rooms?.get(job.roomId)
      if (lane) lane.push(job)
      else rooms?.set(job.roomId, [job])
      size += 1
    },
    remove(job, turn) {
      const rooms = lanes.get(job.kind)
      const lane = rooms?.get(job.roomId)
      const at = lane?.indexOf(job) ?? -1
      if (!rooms || !lane || at < 0) return
      lane.splice(at, 1)
      size -= 1
      // A Map keeps the order of insertion, so deleting and setting moves the room behind the others.
      if (lane.length === 0 || turn === 'over') rooms.delete(job.roomId)
      if (lane.length > 0 && turn === 'over') rooms.set(job.roomId, lane)
    },
    [Symbol.iterator]: jobs,
  }
}
