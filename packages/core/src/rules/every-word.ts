import type { Profile } from '../model/profile.ts'

/** Whether texts have every word of what is looked for, whatever its case. Words need not be whole. */
export const everyWord = (query: string): ((text: string) => boolean) => {
  const words = folded(query).split(/\s+/u).filter(Boolean)
  return (text) => {
    const within = folded(text)
    return words.every((word) => within.includes(word))
  }
}

/** All that somebody is called, to look for words in. */
export const namesOf = ({ displayName, firstName = '', lastName = '', username = '' }: Profile): string =>
  [displayName, `${firstName} ${lastName}`, username].join('\n')

/** As it is compared. */
export const folded = (text: string): string => text.normalize('NFKC').toLowerCase()
