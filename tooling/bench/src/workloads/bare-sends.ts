import { postgresOf } from '../context.ts'
import { startChild } from '../load/child.ts'
import type { Workload } from '../workload.ts'
import { sendWorkload, spread } from './send.ts'

interface Bare {
  readonly id: string
  readonly name: string
  /** How it writes a row. */
  readonly rows: 'one' | 'batched' | 'none'
}

/** W1 of the least that can be called a server of messages: where the floor of W1 lies on this machine. */
const bareSend = ({ id, name, rows }: Bare): Workload =>
  sendWorkload({
    id,
    name,
    serve: (context) => startChild('bare-sends.ts', [postgresOf(context).url, rows]),
    scene: spread,
    floor: 'what W1 is held against',
    isMet: () => null,
  })

export const bareSends: readonly Workload[] = [
  bareSend({ id: 'W1-floor', name: 'a bare server, an insert for each', rows: 'one' }),
  bareSend({ id: 'W1-floor-batched', name: 'a bare server, an insert for all that wait', rows: 'batched' }),
  bareSend({ id: 'W1-floor-http', name: 'a bare server without a database', rows: 'none' }),
]
