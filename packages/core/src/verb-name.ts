import type { Session } from './session.ts'

/** The nouns of a {@link Session}: what its verbs are grouped by. */
export type Noun = Exclude<keyof Session, 'me' | 'features' | 'connection'>

/** A verb by its noun and itself, `messages.send`: each that is one call and one answer, so all but `live.subscribe` and `live.watch`. */
export type VerbName = Exclude<
  { [N in Noun]: `${N}.${keyof Session[N] & string}` }[Noun],
  'live.subscribe' | 'live.watch'
>
