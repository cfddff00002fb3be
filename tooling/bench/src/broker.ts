// An MQTT broker in a process of its own, which remembers of which messages it was told.
import { once } from 'node:events'
import { createServer } from 'node:net'
import { Aedes } from 'aedes'
import { idIn } from './load/payload.ts'

const [, , port = '0'] = process.argv

const broker = await Aedes.createBroker()
const heard = new Set<string>()
broker.on('publish', ({ payload }, client) => {
  if (client !== null) heard.add(idIn(payload))
})
const server = createServer((socket) => void broker.handle(socket))
server.listen(Number(port), '127.0.0.1')
await once(server, 'listening')

process.on('message', (message) => {
  if (message === 'usage') {
    const { user, system } = process.cpuUsage()
    process.send?.({ cpu: user + system, rss: process.memoryUsage().rss })
  } else if (typeof message === 'object' && message !== null && 'ids' in message && Array.isArray(message.ids))
    process.send?.({ unheard: message.ids.filter((id) => !heard.has(String(id))) })
})
process.on('disconnect', () => process.exit())
const address = server.address()
if (typeof address === 'object' && address !== null) process.send?.({ port: address.port })
