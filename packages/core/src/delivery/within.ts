import { MsgError } from '../errors.ts'
import type { Clock } from '../ports/clock.ts'

/** An answer of the host's, as long as it comes within so many milliseconds. @throws unavailable where it does not; whatever it fails with */
export const within = <T>(clock: Clock, milliseconds: number, answer: Promise<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    const cancel = clock.after(milliseconds, () => reject(new MsgError('unavailable', 'there was no answer in time')))
    void answer.then(resolve, reject).finally(cancel)
  })
