// Many bare sockets in a process of their own, which says each time all of them have got a text.
import { below, together } from './load/crowd.ts'
import { openPlain } from './load/plain-socket.ts'

const [, , port = '', count = ''] = process.argv

let came = 0
const hear = (): void => {
  came += 1
  if (came < Number(count)) return
  came = 0
  process.send?.({ all: true })
}
await together(below(Number(count)), 64, () => openPlain(Number(port), hear))
process.on('disconnect', () => process.exit())
process.send?.({ port: Number(port) })
