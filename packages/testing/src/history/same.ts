import { expect } from 'vitest'

/** Whether two plain values are equal; the quick way first, the explaining one only where it finds something. */
export const same = (actual: unknown, expected: unknown, what: string): void => {
  if (JSON.stringify(actual) !== JSON.stringify(expected)) {
    expect({ [what]: actual }).toEqual({ [what]: expected })
  }
}
