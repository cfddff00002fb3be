/** What runs in the page: the widgets, and the address that says which conversation is open. */
import '../define/inbox.ts'
import '../define/unread-badge.ts'

const inbox = document.querySelector('msg-inbox')
const path = document.documentElement.dataset['path'] ?? ''

const conversationOf = (detail: unknown): string =>
  typeof detail === 'object' &&
  detail !== null &&
  'conversationId' in detail &&
  typeof detail.conversationId === 'string'
    ? detail.conversationId
    : ''

inbox?.addEventListener('msg-navigate', (event) => {
  const next = event instanceof CustomEvent ? conversationOf(event.detail) : ''
  history.pushState(null, '', `${path}/${next}${location.search}`)
})

addEventListener('popstate', () => {
  const shown = location.pathname.slice(path.length + 1)
  if (inbox !== null) inbox.conversationId = shown === '' ? null : shown
})
