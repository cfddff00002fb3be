import { isStackExchangeError } from '@msg/stackexchange'

/** What the server answers; null for what is not there any more. */
export const unlessGone = async <T>(asked: Promise<T>): Promise<T | null> => {
  try {
    return await asked
  } catch (error) {
    if (isStackExchangeError(error) && error.code === 'not-found') return null
    throw error
  }
}
