import { ContextConsumer } from '@lit/context'
import { noSurroundings } from './no-surroundings.ts'
import { surroundingsContext } from './surroundings.ts'
import type { Connected, Surroundings } from './surroundings.ts'
import { TellingElement } from './telling-element.ts'

/** What all widgets are but a launcher: an element that knows its surroundings. */
export class MsgElement extends TellingElement {
  readonly #consumer = new ContextConsumer(this, { context: surroundingsContext, subscribe: true })

  /** What the nearest provider says. */
  get surroundings(): Surroundings {
    return this.#consumer.value ?? noSurroundings
  }

  /** Whom it is connected as; null while it is not, and while nobody is signed in. */
  get connected(): Connected | null {
    return this.surroundings.connected
  }
}
