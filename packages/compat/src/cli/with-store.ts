import { MsgError } from '@msg/core'

/** Loads a module of the store, which is an optional peer. @throws unavailable, saying what to install */
export const ofStore = async <T>(load: () => Promise<T>): Promise<T> => {
  try {
    return await load()
  } catch (error) {
    throw new MsgError('unavailable', 'this needs a store: install one with `npm install @msg/drizzle`', {
      outcome: 'none',
      cause: error,
    })
  }
}
