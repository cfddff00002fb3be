/** A process of its own that opens a store and erases a user, saying each step it is about to make. */
import { argv, stdout } from 'node:process'
import { createMessaging } from '@msg/core'
import type { Store } from '@msg/core'
import { openPglite } from '../src/pglite.ts'

const [, , dataDir = '', userId = ''] = argv
const sound = await openPglite({ dataDir })
const store: Store = {
  ...sound,
  accounts: {
    ...sound.accounts,
    eraseStep: (who, limit) => {
      stdout.write('step\n')
      return sound.accounts.eraseStep(who, limit)
    },
  },
}
const messaging = createMessaging({ store })
await messaging.as(userId).account.erase()
await messaging.close()
stdout.write('done\n')
