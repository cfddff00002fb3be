import type { Clock, ErrorCode } from '@msg/core'
import { socketLimits } from '@msg/contract'
import type { ServerFrame } from '@msg/contract'

/** What carries a connection. */
export interface Wire {
  /** Takes over a frame: its text, and of which type it is. */
  send(text: string, type: ServerFrame['type']): void
  /** Ends it; the error is what the last frame said, if it said one. */
  close(code: number, reason: string, error?: ErrorCode): void
  /** Bytes taken over and not yet sent. */
  waiting(): number
}

/** The life of a connection, and everything that has to end with it. */
export interface Life {
  ended(): boolean
  /** Releases something at the end; at once where that has come. */
  onEnd(release: () => void): void
  /** Runs a task later, unless it is cancelled or the connection has ended by then. */
  after(milliseconds: number, task: () => void): () => void
  /** Resolves later, or at the end. */
  pause(milliseconds: number): Promise<void>
  say(frame: ServerFrame): void
  end(code: number, reason?: string): void
  /** Says why before it ends. */
  fail(code: ErrorCode, close: number): void
}

/** Begins the life of a connection. */
export const createLife = (wire: Wire, clock: Clock): Life => {
  const releases = new Set<() => void>()
  let over = false
  const after = (milliseconds: number, task: () => void): (() => void) => {
    const cancel = clock.after(milliseconds, () => {
      releases.delete(cancel)
      task()
    })
    releases.add(cancel)
    return () => {
      releases.delete(cancel)
      cancel()
    }
  }
  const finish = (close: () => void): void => {
    if (over) return
    over = true
    for (const release of releases) release()
    releases.clear()
    close()
  }
  const say = (frame: ServerFrame): void => {
    if (!over && wire.waiting() <= socketLimits.buffer) wire.send(JSON.stringify(frame), frame.type)
  }
  return {
    ended: () => over,
    onEnd: (release) => void (over ? release() : releases.add(release)),
    after,
    pause: (milliseconds) =>
      new Promise((resolve) => {
        releases.add(resolve)
        after(milliseconds, () => {
          releases.delete(resolve)
          resolve()
        })
      }),
    say,
    end: (code, reason = '') => finish(() => wire.close(code, reason)),
    fail: (code, close) => {
      say({ type: 'error', code })
      finish(() => wire.close(close, '', code))
    },
  }
}
