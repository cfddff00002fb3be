import { startChild, thrifty } from '../load/child.ts'
import type { Child } from '../load/child.ts'
import { below, together } from '../load/crowd.ts'
import { openPlain } from '../load/plain-socket.ts'
import { openReader } from '../load/reader.ts'
import { usersNamed } from '../load/send.ts'
import type { Workload } from '../workload.ts'

interface Idle {
  readonly bytes: number
  readonly cpuShare: number
  readonly dropped: number
}

/** What so many open sockets take while nothing happens. */
const idling = async (
  server: Child,
  open: () => Promise<readonly { readonly isOpen: () => boolean; readonly close: () => void }[]>,
  seconds: number,
): Promise<Idle> => {
  const before = await server.settled()
  const sockets = await open()
  const after = await server.settled()
  const started = performance.now()
  await new Promise((resolve) => setTimeout(resolve, seconds * 1_000))
  const { cpu } = await server.usage()
  const cpuShare = (cpu - after.cpu) / 1_000 / (performance.now() - started)
  const dropped = sockets.filter(({ isOpen }) => !isOpen()).length
  for (const socket of sockets) socket.close()
  return { bytes: (after.rss - before.rss) / sockets.length, cpuShare, dropped }
}

/** W10: authenticated live sockets on which nothing happens, against bare ones. */
const idleSockets: Workload = {
  id: 'W10',
  name: 'idle live sockets',
  unit: 'bytes/socket',
  needsPostgres: false,
  run: async (context) => {
    const count = context.full ? 5_000 : 2_000
    const seconds = context.full ? 20 : 5
    const server = await context.serve(undefined, { nodeOptions: thrifty })
    const bare = await startChild('bare-sockets.ts', [], thrifty)
    const users = usersNamed('idle', count)
    const first = await openReader(server.port, 'first') // whatever is made once
    const ours = await idling(
      server,
      async () =>
        (await together(users, 64, (userId) => openReader(server.port, userId))).map((reader) => ({
          isOpen: () => reader.open,
          close: reader.close,
        })),
      seconds,
    )
    first.close()
    const limit = await idling(
      bare,
      async () =>
        (await together(below(count), 64, () => openPlain(bare.port))).map((socket) => ({
          isOpen: () => socket.readyState === socket.OPEN,
          close: () => socket.terminate(),
        })),
      1,
    )
    await bare.close()
    const ratio = ours.bytes / limit.bytes
    return {
      figure: ours.bytes,
      limit: limit.bytes,
      ratio,
      spread: [ratio, ratio],
      cpuPerOperation: {},
      checks: [{ says: `none of ${count} sockets is dropped`, holds: ours.dropped === 0 }],
      floor: { says: '≤ 20 KiB each, ≤ 2 % CPU', met: ours.bytes <= 20_480 && ours.cpuShare <= 0.02 },
      notes: `${count} sockets: ${(ours.bytes / 1_024).toFixed(1)} KiB each, ${(ours.cpuShare * 100).toFixed(1)} % of a core`,
    }
  },
}

export const idles: readonly Workload[] = [idleSockets]
