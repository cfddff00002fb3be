import { loadUntilThere } from './load-until-there.ts'
import { ProviderElement } from './provider-element.ts'
import type { Surround } from './provider-element.ts'

/** The provider of a page that may have nothing but launchers: client, views and texts are loaded when a widget asks for them. */
export class LauncherProvider extends ProviderElement {
  protected override async load(): Promise<Surround> {
    return (await loadUntilThere(() => import('./surround.ts'))).surround
  }
}
