/** What runs in the page of W13: an engine in memory, a long conversation, the widget over it, and a plain list beside it. */
import { createMessaging } from '@msg/core'
import '@msg/widgets/conversation.js'

/** What is measured, with the widget and without. */
export type Subject = 'widget' | 'plain'

/** The conversation that is measured, or a short one. */
export type Which = 'long' | 'other'

/** What W13 does in its page. Each resolves once what it did is painted. */
export interface WidgetBench {
  /** Fills the conversation with so many messages. */
  seed(count: number): Promise<void>
  /** Shows the end of the conversation. */
  open(subject: Subject): Promise<void>
  /** Somebody else says something, at the end of what is shown. */
  append(subject: Subject): Promise<void>
  /** Scrolls up so many steps of 120 px, a frame each. */
  scroll(subject: Subject, steps: number): Promise<void>
  /** Shows the end of the other conversation in place of the long one, or the long one again. */
  turn(subject: Subject, to: Which): Promise<void>
  /** Resolves once what was done is painted. */
  rest(): Promise<void>
  /** How many elements are shown, through all shadow roots. */
  elements(): number
}

declare global {
  interface Window {
    bench: WidgetBench
  }
}

/** So many rows a plain list holds: what fits into the page, and some. */
const plainRows = 60

const words = ['hello', 'the release is out', 'see https://example.org/plan', 'faster **now**', 'a\nb\nc']
const bodyOf = (n: number): string => `${n} ${words[n % words.length]}`
/** What the short conversation ends with. */
const otherEnd = 'the end of the other'

const place = document.createElement('main')
document.body.append(place)

const frame = (): Promise<unknown> => new Promise((done) => requestAnimationFrame(done))

const everythingIn = (root: ParentNode): readonly HTMLElement[] =>
  [...root.querySelectorAll<HTMLElement>('*')].flatMap((one) =>
    one.shadowRoot === null ? [one] : [one, ...everythingIn(one.shadowRoot)],
  )

/** What scrolls, once it is painted. */
const viewport = async (): Promise<HTMLElement> => {
  for (;;) {
    await frame()
    const found = everythingIn(place).find((one) => one.matches('.viewport'))
    if (found !== undefined) return found
  }
}

/** Resolves once a message is painted. Only what scrolls is looked through: looking is part of what is measured. */
const painted = async (within: ParentNode, text: string): Promise<void> => {
  do await frame()
  while (!shows(within, text))
}

const shows = (within: ParentNode, text: string): boolean =>
  [...within.querySelectorAll('.row')].some((row) => row.textContent.includes(text))

const messaging = createMessaging()
const ana = messaging.as('ana')
const ben = messaging.as('ben')
const ids: Record<Which, string> = { long: '', other: '' }
/** How many messages each has. */
const said: Record<Subject, number> = { widget: 0, plain: 0 }

const plainRow = (body: string): HTMLElement => {
  const row = document.createElement('p')
  row.className = 'row'
  row.textContent = body
  return row
}

const showWidget = (): void => {
  const provider = document.createElement('msg-provider')
  Object.assign(provider, { session: ana })
  const conversation = document.createElement('msg-conversation')
  conversation.setAttribute('conversation-id', ids.long)
  provider.append(conversation)
  place.replaceChildren(provider)
}

/** The last rows of a conversation, above a field to write in. */
const showPlain = (which: Which): void => {
  const list = document.createElement('div')
  list.className = 'viewport'
  const from = Math.max(1, said.plain - plainRows + 1)
  for (let n = from; n <= said.plain; n += 1) list.append(plainRow(bodyOf(n)))
  if (which === 'other') list.append(plainRow(otherEnd))
  place.replaceChildren(list, document.createElement('textarea'))
  list.scrollTop = list.scrollHeight
}

const appendPlain = (list: HTMLElement, body: string): void => {
  list.firstElementChild?.remove()
  list.append(plainRow(body))
  list.scrollTop = list.scrollHeight
}

window.bench = {
  async seed(count) {
    ids.long = (await ana.conversations.startDirect({ userId: 'ben' })).id
    ids.other = (await ana.conversations.startDirect({ userId: 'cleo' })).id
    for (let n = 1; n < plainRows; n += 1) await ana.messages.send({ conversationId: ids.other, body: bodyOf(n) })
    await ana.messages.send({ conversationId: ids.other, body: otherEnd })
    while (said.widget < count) {
      const batch = Array.from({ length: Math.min(64, count - said.widget) }, () => bodyOf((said.widget += 1)))
      await Promise.all(batch.map((body) => ben.messages.send({ conversationId: ids.long, body })))
    }
    said.plain = count
  },
  async open(subject) {
    place.replaceChildren()
    // Else it would begin where reading stopped.
    await ana.receipts.markRead({ conversationId: ids.long, seq: said.widget })
    await frame()
    if (subject === 'widget') showWidget()
    else showPlain('long')
    await painted(await viewport(), `${said[subject]} `)
  },
  async append(subject) {
    const list = await viewport()
    const body = bodyOf((said[subject] += 1))
    if (subject === 'widget') await ben.messages.send({ conversationId: ids.long, body })
    else appendPlain(list, body)
    await painted(list, `${said[subject]} `)
  },
  async scroll(_, steps) {
    const list = await viewport()
    for (let step = 0; step < steps; step += 1) {
      list.scrollTop -= 120
      await frame()
    }
  },
  async turn(subject, to) {
    if (subject === 'plain') showPlain(to)
    else place.querySelector('msg-conversation')?.setAttribute('conversation-id', ids[to])
    const last = to === 'other' ? otherEnd : `${said[subject]} `
    while (!shows(await viewport(), last));
  },
  async rest() {
    await frame()
    await frame()
  },
  elements: () => everythingIn(place).length,
}
