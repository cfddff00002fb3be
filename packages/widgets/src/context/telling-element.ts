import { LitElement } from 'lit'

/** An element that tells its host what happens, and asks it what may: its events come out of every shadow root. */
export class TellingElement extends LitElement {
  /** Tells the host that something happened. */
  protected tell(name: string, detail: unknown): void {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }))
  }

  /** Asks the host whether something may happen; true unless it was prevented. */
  protected ask(name: string, detail: unknown): boolean {
    return this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true, cancelable: true }))
  }
}
