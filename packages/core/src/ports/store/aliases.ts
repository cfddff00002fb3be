/** Integers that stand for ids, for surfaces whose clients know nothing else. */
export interface Aliases {
  /**
   * The numbers of these ids on a surface, in any order. What has none gets one now: above all earlier ones of the surface,
   * and among those asked for together in the order asked.
   * ("of many who ask for the number of an id all get the same")
   */
  alias(surface: string, ids: readonly string[]): Promise<readonly Alias[]>

  /** The ids behind these numbers of a surface, in any order; numbers nobody has are absent. */
  aliased(surface: string, numbers: readonly number[]): Promise<readonly Alias[]>

  /**
   * Gives ids the numbers they had elsewhere. Answers those numbers that were not given, because the number or the id has
   * another partner; of these nothing changes.
   */
  claimAliases(surface: string, aliases: readonly Alias[]): Promise<readonly number[]>
}

/** An id, and the number by which a surface knows it. */
export interface Alias {
  readonly id: string
  /** 1 or more, a safe integer. */
  readonly number: number
}
