import { createClient } from '@msg/client'
import type { Client } from '@msg/client'
import { createChat } from './chat.ts'
import type { Chat } from './chat.ts'
import { element, found } from './element.ts'
import { draw } from './view.ts'

const people = ['alice', 'bob', 'carol']
const person = people.find((name) => location.pathname === `/${name}`)

const status = found('.status', HTMLOutputElement)

const showStatus = (state: string): void => {
  status.dataset.state = state
  status.value = state
}

/** Signs in, and keeps trying while the server cannot be reached. */
const signIn = async (name: string): Promise<Client> => {
  for (;;) {
    try {
      return await createClient({ url: `${location.origin}/chat`, headers: { authorization: `Demo ${name}` } })
    } catch {
      showStatus('offline')
      await new Promise((resolve) => setTimeout(resolve, 2_000))
    }
  }
}

const wireUp = (chat: Chat): void => {
  found('.older', HTMLButtonElement).addEventListener('click', () => run(() => chat.older()))
  found('.start', HTMLDivElement).replaceChildren(
    ...people
      .filter((name) => name !== chat.me)
      .map((name) =>
        element('button', { onclick: () => run(() => chat.startDirect(name)) }, `Talk to ${chat.nameOf(name)}`),
      ),
  )
  const composer = found('.composer', HTMLFormElement)
  const text = found('.composer textarea', HTMLTextAreaElement)
  composer.addEventListener('submit', (event) => {
    event.preventDefault()
    const body = text.value
    if (body.trim() === '') return
    text.value = ''
    run(() => chat.send(body))
  })
  text.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return
    event.preventDefault()
    composer.requestSubmit()
  })
}

const talk = async (name: string): Promise<void> => {
  const client = await signIn(name)
  const readIfSeen = (): void => {
    if (document.visibilityState === 'visible') run(() => chat.markRead())
  }
  const chat = createChat(client, () => {
    draw(chat, run)
    readIfSeen()
  })
  document.addEventListener('visibilitychange', readIfSeen)
  client.connection.onChange(showStatus)
  showStatus(client.connection.state)
  wireUp(chat)
  for await (const event of client.live.subscribe()) await chat.apply(event).catch(report)
}

const run = (action: () => Promise<void>): void => void action().catch(report)

const report = (error: unknown): void => console.error(error)

if (person === undefined) location.replace('/alice')
else {
  found('.people', HTMLElement).replaceChildren(
    ...people.map((name) => element('a', { href: `/${name}`, current: name === person }, name)),
  )
  document.title = `@msg · ${person}`
  talk(person).catch(report)
}
