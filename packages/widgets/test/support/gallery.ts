import { createStage } from './stage.ts'
import { stories } from './stories.ts'
import type { State } from './stories.ts'

/** Shows stories, below one another. */
export interface Gallery {
  readonly states: readonly string[]
  /** Shows the widgets in these states, in place of what was shown, and resolves once all are to be seen as they are meant. */
  show(states: readonly string[]): Promise<void>
}

declare global {
  interface Window {
    gallery: Gallery
  }
}

const isState = (name: string): name is State => Object.hasOwn(stories, name)

/** What shows the stories of this folder in the page. */
export const createGallery = (): Gallery => ({
  states: Object.keys(stories),
  async show(states) {
    const place = document.querySelector('#place')
    if (place === null) return
    place.replaceChildren()
    const shown = states.filter(isState).flatMap((state) =>
      Object.entries(stories[state]).map(async ([name, story]) => {
        await story(createStage(place, `${state}: ${name}`))
      }),
    )
    await Promise.all(shown)
  },
})
