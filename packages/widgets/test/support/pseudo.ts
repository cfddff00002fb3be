import { en } from '../../src/i18n/en.ts'
import type { Strings } from '../../src/i18n/strings.ts'

const letters = 'abcdefghijklmnopqrstuvwxyz'
const strange = 'åƀçđéƒǧĥîĵķłɱñöþǫřšţüṽŵẋýž'

/** A text as another language might have it: in letters that English has not, and longer by two fifths. */
const foreign = (text: string): string => {
  const said = text.replaceAll(/[a-z]/gi, (letter) => strange[letters.indexOf(letter.toLowerCase())] ?? letter)
  return `${said}${' îñ'.repeat(Math.ceil((text.length * 0.4) / 3))}`
}

/** A language that nobody speaks, made of English: what is not in it was never handed to a catalogue. */
export const pseudo: Strings = new Proxy(en, {
  get(strings, name) {
    const text: unknown = Reflect.get(strings, name)
    if (typeof text === 'string') return foreign(text)
    return typeof text === 'function' ? (...given: readonly unknown[]) => foreign(String(text(...given))) : text
  },
})
