import { Writable } from 'node:stream'
import { expect, test } from 'vitest'
import { inOneWrite } from '../src/one-write.ts'

/** A stream that remembers what it wrote; it is slow on request. */
const remembering = () => {
  const written: Buffer[] = []
  let proceed = (): void => {}
  const stream = new Writable({
    highWaterMark: 16,
    write(piece: Buffer, _encoding, callback) {
      written.push(piece)
      proceed = callback
    },
  })
  return { written, stream, proceed: () => proceed() }
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

test('what is written in one turn is written as one piece, byte for byte', async () => {
  const { written, stream, proceed } = remembering()
  inOneWrite(stream)
  stream.write(Buffer.from([0x32, 0, 0xff]))
  stream.write('ä🙂')
  stream.write(Buffer.from([0x80]))
  await turn()
  proceed()
  stream.write('next')
  await turn()
  expect(written).toEqual([
    Buffer.concat([Buffer.from([0x32, 0, 0xff]), Buffer.from('ä🙂'), Buffer.from([0x80])]),
    Buffer.from('next'),
  ])
})

test('a stream that is full says so, and when it drains', async () => {
  const { stream, proceed } = remembering()
  inOneWrite(stream)
  expect(stream.write('x'.repeat(20))).toBe(true)
  await turn()
  expect(stream.write('y')).toBe(false)
  const drained = new Promise<void>((resolve) => stream.once('drain', resolve))
  await turn()
  proceed()
  await turn()
  proceed()
  await drained
  expect(stream.write('z')).toBe(true)
})

test('what is still to be written when the stream is destroyed is dropped', async () => {
  const { written, stream } = remembering()
  inOneWrite(stream)
  stream.write('x')
  stream.destroy()
  await turn()
  expect(written).toEqual([])
})
