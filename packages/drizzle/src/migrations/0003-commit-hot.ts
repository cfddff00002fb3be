import { guarded } from './guards.ts'

/** What is asked for a guard that few items have. Sends and receipts, which are committed most, became columns later. */
export const commitHot = guarded
