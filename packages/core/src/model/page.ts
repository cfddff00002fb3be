/** A bounded count: exact up to a cap; `capped` says that there are more. */
export interface Count {
  readonly count: number
  readonly capped: boolean
}

/** Where counting stops. */
export const countCap = 100
