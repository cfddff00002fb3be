// A notifier in a process of its own: it serves nobody, reads the log of a database that others serve, and tells a broker.
// It gives way to who serves, as a host would have it: `nice` on its own priority.
import { setPriority } from 'node:os'
import { createMessaging } from '@msg/core'
import { openPostgres } from '@msg/drizzle'
import { createMqttNotifier } from '@msg/mqtt'

const [, , url = '', schema = '', mqttPort = ''] = process.argv

setPriority(10)
const notifier = createMqttNotifier({ host: '127.0.0.1', port: Number(mqttPort) })
const messaging = createMessaging({ store: await openPostgres({ url, schema }), notifiers: [notifier] })

process.on('message', () => {
  const { user, system } = process.cpuUsage()
  process.send?.({ cpu: user + system, rss: process.memoryUsage().rss })
})
process.on('disconnect', () => void messaging.close())
process.send?.({ port: 0 })
