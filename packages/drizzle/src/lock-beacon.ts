/**
 * A sign of life that can be seen from another container: a socket in the file system that only a living process listens
 * on. Process ids mean nothing there, but containers that share a folder and a kernel share its sockets.
 */
import { connect, createServer } from 'node:net'

export interface LockBeacon {
  putOut(): Promise<void>
}

/** Null where the system has no such sockets, or not at this path: it may have no more than about 100 bytes. */
export const lightBeacon = (path: string): Promise<LockBeacon | null> =>
  new Promise((resolve) => {
    const server = createServer((visitor) => visitor.destroy())
    server.once('error', () => resolve(null))
    server.listen(path, () => {
      server.unref()
      resolve({ putOut: () => new Promise((done) => server.close(() => done())) })
    })
  })

/** Whether somebody listens; null when that cannot be told. */
export const isLit = (path: string): Promise<boolean | null> =>
  new Promise((resolve) => {
    const visitor = connect(path, () => {
      visitor.destroy()
      resolve(true)
    })
    visitor.once('error', (error: Error & { readonly code?: string }) =>
      resolve(error.code === 'ECONNREFUSED' || error.code === 'ENOENT' ? false : null),
    )
  })
