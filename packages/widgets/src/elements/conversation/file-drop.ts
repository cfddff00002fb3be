import type { ReactiveController, ReactiveControllerHost } from 'lit'

/** Takes files that are dropped on an element, and knows while some are held over it. */
export class FileDrop implements ReactiveController {
  readonly #host: ReactiveControllerHost
  readonly #may: () => boolean
  readonly #take: (files: readonly File[]) => void
  #isOver = false

  constructor(host: ReactiveControllerHost, may: () => boolean, take: (files: readonly File[]) => void) {
    this.#host = host
    this.#may = may
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
    if (!this.#may() || event.dataTransfer?.types.includes('Files') !== true) return
    event.preventDefault()
    this.#set(true)
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
