import type { Writable } from 'node:stream'

/**
 * Has a stream write what is written in one turn as one piece: a publication is a dozen small ones, and to hand the system a list
 * of hundreds costs more than to copy them.
 */
export const inOneWrite = (stream: Pick<Writable, 'write' | 'writable' | 'writableNeedDrain'>): void => {
  const write = stream.write.bind(stream)
  let pieces: (string | Uint8Array)[] = []
  const flush = (): void => {
    const whole = joined(pieces)
    pieces = []
    if (stream.writable) write(whole)
  }
  stream.write = (piece: string | Uint8Array): boolean => {
    if (pieces.length === 0) process.nextTick(flush)
    pieces.push(piece)
    return !stream.writableNeedDrain
  }
}

const joined = (pieces: readonly (string | Uint8Array)[]): Buffer => {
  const whole = Buffer.allocUnsafe(pieces.reduce((bytes, piece) => bytes + Buffer.byteLength(piece), 0))
  let at = 0
  for (const piece of pieces)
    if (typeof piece === 'string') at += whole.write(piece, at)
    else for (const byte of piece) whole[at++] = byte
  return whole
}
