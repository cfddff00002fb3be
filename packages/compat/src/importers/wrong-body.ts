import { limits, wrongText } from '@msg/core'

/** Why a text cannot be a message here, as lower-case words joined by `_`; null when it can. */
export const wrongBody = (body: string): string | null => {
  const wrong = wrongText(body, { characters: limits.body, bytes: limits.bodyBytes })
  return wrong === null ? null : asWords(wrong)
}

/** What is wrong somewhere, as a reason. */
export const asWords = (message: string): string => message.toLowerCase().replaceAll(/[^a-z0-9]+/g, '_')
