import { ProviderElement } from './provider-element.ts'
import type { Surround } from './provider-element.ts'
import { surround } from './surround.ts'

/** The provider, with everything it needs: see {@link ProviderElement}. */
export class MsgProvider extends ProviderElement {
  protected override async load(): Promise<Surround> {
    return surround
  }
}
