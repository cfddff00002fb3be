import { randomInt } from 'node:crypto'
import { createServer } from 'node:net'

/**
 * A port on loopback where nobody listens now, for a program that is told where to listen. It is not among those that systems lend to
 * whoever asks for any: nobody gets it by chance before the program has it.
 */
export const freePort = async (): Promise<number> => {
  const port = randomInt(20_000, 32_000)
  return (await isFree(port)) ? port : freePort()
}

const isFree = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const server = createServer()
      .once('error', () => resolve(false))
      .listen(port, '127.0.0.1', () => server.close(() => resolve(true)))
  })
