// `npm run bench:seed -- --messages 1000000 --conversations 20000`: loads DATABASE_URL, or tries the load on a throw-away cluster.
import { parseArgs } from 'node:util'
import { openCluster } from '../database/cluster.ts'
import { seed } from './seed.ts'
import { verifySeed } from './verify.ts'

const { values } = parseArgs({
  options: {
    messages: { type: 'string', default: '100000' },
    conversations: { type: 'string', default: '2000' },
    schema: { type: 'string', default: 'msg' },
  },
})
const size = { messages: Number(values.messages), conversations: Number(values.conversations) }
if (!(size.messages >= 1_000 && size.conversations >= 10 && size.messages >= 10 * size.conversations))
  throw new Error('at least 1000 messages in 10 conversations, and 10 messages a conversation')

const bar = (done: number, all: number): void => {
  const share = done / all
  const full = Math.round(share * 40)
  const line = `${'█'.repeat(full)}${'░'.repeat(40 - full)} ${(share * 100).toFixed(0).padStart(3)} %  ${done.toLocaleString('en')} rows`
  process.stdout.write(process.stdout.isTTY ? `\r${line}` : `${line}\n`)
}

const cluster = await openCluster()
if (cluster === null) throw new Error('no Postgres here: install it, or set DATABASE_URL')
try {
  const place = { url: cluster.url, schema: values.schema }
  const started = performance.now()
  await seed(place, size, bar)
  const seconds = (performance.now() - started) / 1_000
  console.log(
    `\n${size.messages.toLocaleString('en')} messages in ${size.conversations.toLocaleString('en')} conversations, ${seconds.toFixed(1)} s`,
  )
  const checks = await verifySeed(place, size)
  for (const { says, holds } of checks) console.log(`${holds ? '✓' : '✗'} ${says}`)
  if (checks.some(({ holds }) => !holds)) process.exitCode = 1
  if (cluster.pid !== null) console.log('(a throw-away cluster: set DATABASE_URL to keep what is loaded)')
} finally {
  await cluster.close()
}
