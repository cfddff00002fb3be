import type { Change } from '@msg/core'
import { expect, it } from 'vitest'
import { createMeanwhile } from '../../src/views/meanwhile.ts'

const change = (count: number): Change => ({
  id: `epoch:${count}`,
  conversationId: 'here',
  revision: count,
  actor: 'ann',
  at: '2026-01-01T00:00:00.000Z',
  type: 'message.sent',
  subject: 'gone',
})

it('every change told while an answer arrives is part of what came meanwhile, or told after it was taken in', async () => {
  const meanwhile = createMeanwhile()
  let arrive = (): void => {}
  const answer = new Promise<void>((resolve) => (arrive = resolve))
  const toldBefore: Change[] = []
  let taken: readonly Change[] | null = null
  const reading = meanwhile.during(
    () => answer,
    (_answer, since) => (taken = since),
  )
  arrive()
  for (let count = 1; count <= 10; count += 1) {
    if (taken === null) toldBefore.push(change(count))
    meanwhile.note(change(count))
    await Promise.resolve()
  }
  await reading
  expect(taken).toEqual(toldBefore)
})
