import type { Noun, Session, VerbName } from '@msg/core'

/** Every verb of a {@link Session} that is one request and one answer; `live.subscribe` and `live.watch` are streams instead. */
export type Verb = VerbName

type Call<V extends string> = V extends `${infer N extends Noun}.${infer M}`
  ? M extends keyof Session[N]
    ? Session[N][M]
    : never
  : never

type Calls = {
  [V in Verb]: Call<V> extends (input: infer I, ...rest: never[]) => Promise<infer O>
    ? { readonly input: NonNullable<I>; readonly output: O }
    : never
}

/** What a verb takes, exactly as on {@link Session}. */
export type Input<V extends Verb> = Calls[V]['input']

/** What a verb answers, exactly as on {@link Session}. */
export type Output<V extends Verb> = Calls[V]['output']
