/** A process of its own that opens a store and sends for ever, saying the number of each message that was acknowledged. */
import { stdout } from 'node:process'
import { createMessaging } from '@msg/core'
import { openPglite } from '../src/pglite.ts'

const [, , dataDir = ''] = process.argv
const alice = createMessaging({ store: await openPglite({ dataDir }) }).as('alice')
const { id } = await alice.conversations.startDirect({ userId: 'bob' })
for (;;) {
  const { seq } = await alice.messages.send({ conversationId: id, body: 'hello' })
  stdout.write(`${seq}\n`)
}
