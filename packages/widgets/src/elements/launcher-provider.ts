import { pauseBefore } from './pause-before.ts'
import { ProviderElement } from './provider-element.ts'
import type { Surround } from './provider-element.ts'

/** The provider of a page that may have nothing but launchers: client, views and texts are loaded when a widget asks for them. */
export class LauncherProvider extends ProviderElement {
  protected override async load(): Promise<Surround> {
    for (let failures = 0; ; failures += 1) {
      try {
        return (await import('./surround.ts')).surround
      } catch {
        await new Promise((done) => setTimeout(done, pauseBefore(failures)))
      }
    }
  }
}
