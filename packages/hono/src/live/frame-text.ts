import type { LiveEvent } from '@msg/core'
import { changesFrameSchema } from '@msg/contract'

const texts = new WeakMap<LiveEvent, string>()

/** An event as the text of its frame, made once however many users it goes to. */
export const frameText = (event: LiveEvent): string => {
  const known = texts.get(event)
  if (known !== undefined) return known
  const text = JSON.stringify(event.type === 'changes' ? changesFrameSchema.parse(event) : bare(event))
  texts.set(event, text)
  return text
}

const bare = ({ type, cursor }: LiveEvent) => ({ type, cursor })
