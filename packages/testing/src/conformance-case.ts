/** One promise of a port, as a test any implementation can be put to. Data, so that it can be run against broken ones too. */
export interface ConformanceCase<Context> {
  /** A sentence in the glossary's words. */
  readonly name: string
  /** The verbs or methods it proves something about. */
  readonly proves: readonly string[]
  readonly run: (context: Context) => Promise<void>
}
