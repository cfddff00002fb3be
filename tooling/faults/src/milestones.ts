/** Counts, and tells when so many more have been counted. */
export interface Milestones {
  count(): void
  more(count: number): Promise<void>
}

/** Starts at nothing. */
export const milestones = (): Milestones => {
  let counted = 0
  let goal = Infinity
  let reached = (): void => {}
  return {
    count: () => {
      counted += 1
      if (counted >= goal) reached()
    },
    more: (count) =>
      new Promise((resolve) => {
        goal = counted + count
        reached = resolve
      }),
  }
}
