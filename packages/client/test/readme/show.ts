import type { Client } from '@msg/client'
import { createViews } from '@msg/client/views'

export const show = (session: Client, conversationId: string, render: (lines: readonly string[]) => void) => {
  const views = createViews(session)
  const timeline = views.timeline({ conversationId })
  timeline.subscribe(({ rows }) => render(rows.map(({ authorId, body, state }) => `${authorId}: ${body} (${state})`)))
  timeline.send({ body: 'hello' })
  return views
}
