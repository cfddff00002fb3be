/** So long, in milliseconds, letters belong to what was typed before them. */
const pause = 700

/** Finds by the beginnings of their names what stands in a list. */
export interface TypeAhead {
  /**
   * Takes a key; answers the index of the next one after `from` whose name begins with what was typed, null where there is none or
   * the key is no letter.
   */
  find(event: KeyboardEvent, names: readonly string[], from: number): number | null
}

/** Remembers what was typed a moment ago. */
export const createTypeAhead = (): TypeAhead => {
  let typed = ''
  let last = -Infinity
  return {
    find({ key, altKey, ctrlKey, metaKey, timeStamp }, names, from) {
      const goesOn = timeStamp - last < pause && typed !== ''
      const isLetter = Array.from(key).length === 1 && !altKey && !ctrlKey && !metaKey && (key !== ' ' || goesOn)
      if (!isLetter) return null
      typed = (goesOn ? typed : '') + key.toLocaleLowerCase()
      last = timeStamp
      // The same letter again leads on to the next one that begins with it.
      const [first, ...others] = new Set(typed)
      const wanted = others.length === 0 ? (first ?? '') : typed
      const begin = others.length === 0 ? from + 1 : Math.max(0, from)
      const order = names.map((_, step) => (begin + step) % names.length)
      return order.find((index) => names[index]?.trim().toLocaleLowerCase().startsWith(wanted)) ?? null
    },
  }
}
