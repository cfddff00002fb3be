/** The skin tone somebody chose for emoji: kept in this browser; where nothing may be kept, as long as the page. */

const key = 'msg-emoji-tone'
let unsaved: Tone = 0

/** From none over light to dark, as Unicode counts them. */
export const tones = [0, 1, 2, 3, 4, 5] as const
export type Tone = (typeof tones)[number]

const toneOf = (value: unknown): Tone => tones.find((tone) => tone === Number(value)) ?? 0

/** The tone chosen last. */
export const chosenTone = (): Tone => {
  try {
    const kept = localStorage.getItem(key)
    return kept === null ? unsaved : toneOf(kept)
  } catch {
    return unsaved
  }
}

/** Remembers that a tone was chosen; what is none is the one without. */
export const rememberTone = (value: unknown): void => {
  unsaved = toneOf(value)
  try {
    localStorage.setItem(key, String(unsaved))
  } catch {
    // Denied to the page, or full: it lasts as long as the page.
  }
}

/** An emoji as it is in a tone; those that know none stay as they are. */
export const inTone = ({ emoji, toned }: { readonly emoji: string; readonly toned: readonly string[] }, tone: Tone) =>
  tone === 0 ? emoji : (toned[tone - 1] ?? emoji)
