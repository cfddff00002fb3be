import type { LiveEvent } from '@msg/core'
import { changesFrameSchema, signalsFrameSchema } from '@msg/contract'

const texts = new WeakMap<LiveEvent, string>()

/** An event as the text of its frame, made once however many users it goes to. */
export const frameText = (event: LiveEvent): string => {
  const known = texts.get(event)
  if (known !== undefined) return known
  const text = JSON.stringify(frameOf(event))
  texts.set(event, text)
  return text
}

const frameOf = (event: LiveEvent) => {
  switch (event.type) {
    case 'changes':
      return changesFrameSchema.parse(event)
    case 'signals':
      return signalsFrameSchema.parse(event)
    case 'ready':
    case 'resync':
      return { type: event.type, cursor: event.cursor }
  }
}
