import { MsgError } from '@msg/core/errors'
import type { Claim, Claims } from '@msg/core'
import { servicePlaces } from '@msg/contract/routes'
import type { Http } from '../http.ts'

/** A service's claims over the wire. */
export const claimsOver = ({ ask }: Pick<Http, 'ask'>): Claims => ({
  async take(input) {
    const answer = await ask({ ...servicePlaces.claimTaken, effect: 'write' }, input)
    if (isTaken(answer)) return answer.claim
    throw foreign()
  },
  async keep(input) {
    const answer = await ask({ ...servicePlaces.claimKept, effect: 'write' }, input)
    if (isKept(answer)) return answer.kept
    throw foreign()
  },
  async release(input) {
    await ask({ ...servicePlaces.claimReleased, effect: 'write' }, input)
  },
})

/** Trusts the server for the rest, as with every verb. */
const isTaken = (value: unknown): value is { readonly claim: Claim | null } =>
  typeof value === 'object' && value !== null && 'claim' in value

const isKept = (value: unknown): value is { readonly kept: boolean } =>
  typeof value === 'object' && value !== null && 'kept' in value

const foreign = (): MsgError =>
  new MsgError('unavailable', 'the answer is not of this contract', { outcome: 'unknown' })
