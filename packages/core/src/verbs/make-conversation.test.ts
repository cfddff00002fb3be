import { expect, test } from 'vitest'
import { createMessaging } from '../messaging.ts'
import type { Policy } from '../policies/policy.ts'
import { noTargets } from '../ports/targets.ts'
import type { Session } from '../session.ts'

/** What makes a conversation that nobody has been in before. */
const makings: Readonly<Record<string, (alice: Session) => Promise<unknown>>> = {
  'a group': (alice) => alice.conversations.startGroup({ userIds: ['bob'] }),
  'a room': (alice) => alice.conversations.openRoom({ title: 'ours' }),
  'the room of a target': (alice) => alice.conversations.openRoom({ target: { type: 'form', id: '7' } }),
}

/** A policy whose condition has changed each of the first so many times. */
const hesitating = (times: number) => {
  const asked: string[] = []
  const policy: Policy = {
    name: 'hesitating',
    judge: ({ verb }) => {
      asked.push(verb)
      return { guard: { on: 'settings', version: asked.length > times ? 0 : 1 } }
    },
  }
  return { policy, asked }
}

const targets = { ...noTargets(), resolve: async () => true, allows: async () => true }

test.each(Object.entries(makings))(
  'where the condition of a policy has changed when %s is made, the policy is asked again',
  async (_, make) => {
    const { policy, asked } = hesitating(2)
    await using messaging = createMessaging({ policies: [policy], targets })
    expect(await make(messaging.as('alice'))).toMatchObject({ createdBy: 'alice' })
    expect(asked).toHaveLength(3)
  },
)

test.each(Object.entries(makings))('where it changes again and again, %s is not made', async (_, make) => {
  const { policy } = hesitating(Infinity)
  await using messaging = createMessaging({ policies: [policy], targets })
  await expect(make(messaging.as('alice'))).rejects.toMatchObject({ code: 'busy', outcome: 'none' })
})
