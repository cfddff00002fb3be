/** A process of its own that waits for a word, opens the schema it is given, sends once, says how that went, and ends. */
import { argv, exit, stdin, stdout } from 'node:process'
import { createMessaging } from '@msg/core'
import { openPostgres } from '../src/postgres.ts'

const [, , url = '', schema = ''] = argv
const serve = async (): Promise<string> => {
  const store = await openPostgres({ url, schema })
  const messaging = createMessaging({ store })
  const alice = messaging.as('alice')
  const { id } = await alice.conversations.startDirect({ userId: 'bob' })
  const { seq } = await alice.messages.send({ conversationId: id, body: 'hello' })
  await messaging.close()
  return `${store.meta.epoch} ${seq}`
}

stdout.write('ready\n')
stdin.once('data', () => {
  serve()
    .then(
      (said) => stdout.write(`${said}\n`),
      (error: unknown) => stdout.write(`refused: ${String(error)}\n`),
    )
    .finally(() => exit())
})
