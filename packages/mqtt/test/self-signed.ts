import { generateKeyPairSync, sign } from 'node:crypto'

/** A certificate that nobody vouches for, of 127.0.0.1 and `localhost`, and its key, both PEM: made here, for tests only. */
export const selfSigned = (): { readonly cert: string; readonly key: string } => {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const algorithm = sequence(oid('2a8648ce3d040302'))
  const name = sequence(set(sequence(oid('550403'), utf8('localhost'))))
  const validity = sequence(time('20200101000000Z'), time('20991231235959Z'))
  const names = sequence(der(0x82, Buffer.from('localhost')), der(0x87, Buffer.from([127, 0, 0, 1])))
  const body = sequence(
    der(0xa0, der(0x02, Buffer.from([2]))),
    der(0x02, Buffer.from([1])),
    algorithm,
    name,
    validity,
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    der(0xa3, sequence(sequence(oid('551d11'), der(0x04, names)))),
  )
  const signature = der(0x03, Buffer.concat([Buffer.from([0]), sign('sha256', body, privateKey)]))
  return {
    cert: pem('CERTIFICATE', sequence(body, algorithm, signature)),
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  }
}

const der = (tag: number, content: Buffer): Buffer =>
  Buffer.concat([Buffer.from([tag, ...length(content.length)]), content])

const length = (size: number): readonly number[] => {
  if (size < 0x80) return [size]
  return size < 0x100 ? [0x81, size] : [0x82, size >> 8, size & 0xff]
}

const sequence = (...parts: readonly Buffer[]): Buffer => der(0x30, Buffer.concat(parts))

const set = (part: Buffer): Buffer => der(0x31, part)

const oid = (hex: string): Buffer => der(0x06, Buffer.from(hex, 'hex'))

const utf8 = (text: string): Buffer => der(0x0c, Buffer.from(text))

const time = (text: string): Buffer => der(0x18, Buffer.from(text))

const pem = (label: string, content: Buffer): string =>
  `-----BEGIN ${label}-----\n${content.toString('base64').replace(/.{64}/g, '$&\n')}\n-----END ${label}-----\n`
