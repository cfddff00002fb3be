/** Fields and what is wrong with each, in the forerunner's words. */
export interface Wrong {
  readonly wrong: Readonly<Record<string, readonly string[]>>
}
