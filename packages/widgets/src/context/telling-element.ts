import { LitElement } from 'lit'
import type { PropertyDeclaration } from 'lit'

/** An element that tells its host what happens, and asks it what may: its events come out of every shadow root. */
export class TellingElement extends LitElement {
  /**
   * What a host takes back is as if it had never been set: frameworks say so by `undefined`, or take the attribute away. A property
   * is then what its constructor made it.
   */
  protected static override getPropertyDescriptor(
    name: PropertyKey,
    key: string | symbol,
    options: PropertyDeclaration,
  ): PropertyDescriptor {
    const made = super.getPropertyDescriptor(name, key, options)
    const first = new WeakMap<object, unknown>()
    return {
      ...made,
      set(this: object, value: unknown) {
        if (!first.has(this)) first.set(this, value)
        made?.set?.call(this, value ?? first.get(this))
      },
    }
  }

  /** Tells the host that something happened. */
  protected tell(name: string, detail: unknown): void {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }))
  }

  /** Asks the host whether something may happen; true unless it was prevented. */
  protected ask(name: string, detail: unknown): boolean {
    return this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true, cancelable: true }))
  }
}
