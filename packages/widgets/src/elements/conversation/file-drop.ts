import type { TimelineSnapshot } from '@msg/client/views'
import type { ReactiveController, ReactiveControllerHost } from 'lit'
import type { About } from './composing.ts'

/** What becomes of files over an element: it takes them, takes none now, or leaves them to the page. */
export type DropStanding = 'takes' | 'refuses' | 'ignores'

/** What becomes of files that are held over a conversation: a message that is edited keeps those it has. */
export const dropStanding = (snapshot: TimelineSnapshot | null, about: About | null): DropStanding => {
  if (snapshot?.conversation?.me.can.attach !== true) return 'ignores'
  return about?.type === 'edit' ? 'refuses' : 'takes'
}

/** Takes files that are dropped on an element, and knows while some are held over it. */
export class FileDrop implements ReactiveController {
  readonly #host: ReactiveControllerHost
  readonly #standing: () => DropStanding
  readonly #take: (files: readonly File[]) => void
  #isOver = false

  constructor(host: ReactiveControllerHost, standing: () => DropStanding, take: (files: readonly File[]) => void) {
    this.#host = host
    this.#standing = standing
    this.#take = take
    host.addController(this)
  }

  get isOver(): boolean {
    return this.#isOver
  }

  hostDisconnected(): void {
    this.#isOver = false
  }

  readonly over = (event: DragEvent): void => {
    const { dataTransfer } = event
    const standing = this.#standing()
    if (standing === 'ignores' || dataTransfer?.types.includes('Files') !== true) return
    // What nobody takes the browser opens in place of the page, unless it is told not to.
    event.preventDefault()
    if (standing === 'refuses') dataTransfer.dropEffect = 'none'
    this.#set(standing === 'takes')
  }

  readonly left = (event: DragEvent): void => {
    const { currentTarget, relatedTarget } = event
    const inside =
      currentTarget instanceof Node && relatedTarget instanceof Node && currentTarget.contains(relatedTarget)
    if (!inside) this.#set(false)
  }

  readonly dropped = (event: DragEvent): void => {
    if (!this.#isOver) return
    event.preventDefault()
    this.#set(false)
    this.#take([...(event.dataTransfer?.files ?? [])])
  }

  #set(isOver: boolean): void {
    if (isOver === this.#isOver) return
    this.#isOver = isOver
    this.#host.requestUpdate()
  }
}
