import { createMessaging } from '@msg/core'
import { memoryDirectory } from '@msg/core/memory'
import type { Session } from '@msg/core'
import { behindLine } from './line.ts'
import type { Line, LineState } from './line.ts'

/** Those who play in a story. */
export type Player = keyof typeof names

const names = {
  ana: 'Ana Braga',
  ben: 'Ben Okri',
  cleo: 'Cleo Wu',
  noor: 'نور الدين الخطيب',
  max: 'Maximiliane von Hohenlohe-Langenburg-Schillingsfürst',
}

/** A place on the page with an engine of its own, so that no story knows of another. */
export interface Stage {
  /** The id of somebody, another on each stage. */
  id(player: Player): string
  as(player: Player): Session
  /** Puts a widget there, seen by ana over a line. */
  put(tag: string, attributes?: Attributes, state?: LineState): Line
  /** Puts a widget of a server there. */
  from(src: string, tag: string, attributes?: Attributes): void
  /** Resolves once something is to be seen there, as a selector finds it through all shadow roots, with some text in it. */
  see(selector: string, text?: string): Promise<HTMLElement>
}

type Attributes = Readonly<Record<string, string>>

/** Makes a stage for a story, under its name. */
export const createStage = (place: Element, story: string): Stage => {
  const box = document.createElement('section')
  box.className = 'stage'
  box.id = story
  box.ariaLabel = story
  place.append(box)
  const id = (player: Player): string => `${player}-${story.replaceAll(/\W+/g, '-')}`
  const players: readonly Player[] = ['ana', 'ben', 'cleo', 'noor', 'max']
  const directory = memoryDirectory(
    players.map((player) => ({ id: id(player), displayName: names[player], isActive: true })),
  )
  const messaging = createMessaging({ directory })
  const as = (player: Player): Session => messaging.as(id(player))
  const add = (source: object, tag: string, attributes: Attributes): void => {
    const provider = document.createElement('msg-provider')
    Object.assign(provider, source)
    const element = document.createElement(tag)
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value)
    provider.append(element)
    box.append(provider)
  }
  return {
    id,
    as,
    put(tag, attributes = {}, state = 'up') {
      const line = behindLine(as('ana'), state)
      add({ session: line.session }, tag, attributes)
      return line
    },
    from: (src, tag, attributes = {}) => add({ src, loginUrl: '/login' }, tag, attributes),
    see: (selector, text = '') => seen(box, selector, text),
  }
}

/** So long, in milliseconds, something is waited for. */
const patience = 60_000

const seen = async (root: Element, selector: string, text: string): Promise<HTMLElement> => {
  for (const end = performance.now() + patience; performance.now() < end;) {
    const found = everythingIn(root).find(
      (one) => one.matches(selector) && one.textContent.includes(text) && one.checkVisibility(),
    )
    if (found !== undefined) return found
    await new Promise((done) => requestAnimationFrame(done))
  }
  throw new Error(`${root.id}: ${selector} ${text} is not to be seen`)
}

const everythingIn = (root: ParentNode): readonly HTMLElement[] =>
  [...root.querySelectorAll<HTMLElement>('*')].flatMap((one) => [
    one,
    ...(one.shadowRoot === null ? [] : everythingIn(one.shadowRoot)),
  ])
