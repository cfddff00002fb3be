import { rankedSends } from './commit-sends.ts'

/**
 * Times by which is ranked never go back, also where the clock does. Before, a search that finds much went on below what was sent
 * after the clock was set back, and so passed over what had been sent while it was ahead.
 */
export const rankedAlways = rankedSends
