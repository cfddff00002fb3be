import { eventually } from '@msg/testing'
import { expect, it } from 'vitest'
import { show } from './readme/show.ts'
import { talk } from './readme/talk.ts'
import { serve } from './support/serve.ts'

it('the example of the README does what it says', async () => {
  const { url } = await serve()
  expect(await talk(url, 'alice')).toMatchObject([{ authorId: 'alice', body: 'hello', seq: 1 }])
})

it('the example of the views does what it says', async () => {
  const session = await (await serve()).client('alice')
  const { id } = await session.conversations.startDirect({ userId: 'bob' })
  const rendered: string[] = []
  const views = show(session, id, (lines) => rendered.push(lines.join()))
  await eventually(() => expect(rendered.at(-1)).toBe('alice: hello (sent)'))
  views.close()
})
