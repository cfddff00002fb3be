import type { ReactiveController, ReactiveControllerHost } from 'lit'

/** So far out of sight, in pixels, rows are built already. */
const ahead = 1_000

/** So many rows at the beginning are always built: before anybody knows what is in sight, too. */
const first = 24

/**
 * Knows which of many rows are in sight or about to be: the others are places of their height, without anything in them. The
 * places are the items of a list in what scrolls, `.scroll` of the host, each with the row's id in `data-id`.
 */
export class NearRows implements ReactiveController {
  readonly #host: ReactiveControllerHost & HTMLElement
  readonly #near = new Set<string>()
  #observer: IntersectionObserver | null = null

  constructor(host: ReactiveControllerHost & HTMLElement) {
    this.#host = host
    host.addController(this)
  }

  /** Whether the row at an index is to be built. */
  has(id: string, index: number): boolean {
    return index < first || this.#near.has(id)
  }

  /** Has a row built, wherever it is. */
  add(id: string): void {
    if (this.#near.has(id)) return
    this.#near.add(id)
    this.#host.requestUpdate()
  }

  hostConnected(): void {
    this.#host.requestUpdate()
  }

  hostUpdated(): void {
    // A list that has left the page is drawn once more.
    if (!this.#host.isConnected) return
    this.#observer ??= new IntersectionObserver((entries) => this.#take(entries), {
      root: this.#host.shadowRoot?.querySelector('.scroll') ?? this.#host,
      rootMargin: `${ahead}px 0px`,
    })
    for (const place of this.#host.shadowRoot?.querySelectorAll('li') ?? []) this.#observer.observe(place)
  }

  hostDisconnected(): void {
    this.#observer?.disconnect()
    this.#observer = null
  }

  #take(entries: readonly IntersectionObserverEntry[]): void {
    for (const { target, isIntersecting } of entries) {
      const id = target instanceof HTMLElement ? target.dataset['id'] : undefined
      if (!target.isConnected) this.#observer?.unobserve(target)
      if (id === undefined) continue
      if (isIntersecting) this.add(id)
      else if (this.#near.has(id) && !this.#isFocused(target)) {
        this.#near.delete(id)
        this.#host.requestUpdate()
      }
    }
  }

  /** Who scrolls away from what has the focus finds it there again. */
  #isFocused(place: Element): boolean {
    return place.contains(this.#host.shadowRoot?.activeElement ?? null)
  }
}
