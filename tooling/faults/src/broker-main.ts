/**
 * An MQTT broker as a process of its own, for tests that stop it and kill it. Says its port, then the id of every message it is
 * told of, each before it acknowledges it; as `holding` it acknowledges none.
 */
import { once } from 'node:events'
import { createServer } from 'node:net'
import { argv, stdout } from 'node:process'
import { Aedes } from 'aedes'

const [, , port = '0', holding] = argv

const idIn = (payload: Buffer | string): string => {
  const told: unknown = JSON.parse(payload.toString())
  return typeof told === 'object' && told !== null && 'id' in told ? String(told.id) : ''
}

const broker = await Aedes.createBroker({
  authorizePublish(_client, { payload }, done) {
    stdout.write(`told ${idIn(payload)}\n`)
    if (holding === undefined) done(null)
  },
})
const server = createServer((socket) => void broker.handle(socket))
server.listen(Number(port), '127.0.0.1')
await once(server, 'listening')
const address = server.address()
if (typeof address === 'object' && address !== null) stdout.write(`port ${address.port}\n`)
