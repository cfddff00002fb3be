import { ContextConsumer } from '@lit/context'
import { LitElement } from 'lit'
import { noSurroundings, surroundingsContext } from './surroundings.ts'
import type { Connected, Surroundings } from './surroundings.ts'

/** What all widgets are: an element that knows its surroundings. */
export class MsgElement extends LitElement {
  readonly #consumer = new ContextConsumer(this, { context: surroundingsContext, subscribe: true })

  /** What the nearest provider says. */
  get surroundings(): Surroundings {
    return this.#consumer.value ?? noSurroundings
  }

  /** Whom it is connected as; null while it is not, and while nobody is signed in. */
  get connected(): Connected | null {
    return this.surroundings.connected
  }

  /** Tells the host that something happened: the event bubbles out of every shadow root. */
  protected tell(name: string, detail: unknown): void {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }))
  }

  /** Asks the host whether something may happen; true unless it was prevented. */
  protected ask(name: string, detail: unknown): boolean {
    return this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true, cancelable: true }))
  }
}
