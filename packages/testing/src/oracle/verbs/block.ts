import type { UserId } from '@msg/core'
import { someTime, refused } from '../outcome.ts'
import type { Expected } from '../outcome.ts'
import type { OracleState } from '../state.ts'
import type { OracleVerb } from '../verb.ts'

/** Blocking somebody who exists, active or not. */
export const blockVerb: OracleVerb = {
  name: 'people.block',
  weight: 2,
  plan(state, actor, pick) {
    const userId = pick.once(6) ? pick.of(state.people.nobodies, actor) : pick.of(state.people.users, actor)
    return {
      actor,
      input: { userId },
      run: (session, options) => session.people.block({ userId }, options),
      expect: () => expectBlock(state, actor, userId),
    }
  },
}

/** Taking a block back, whether there is one or not. */
export const unblockVerb: OracleVerb = {
  name: 'people.unblock',
  weight: 2,
  plan(state, actor, pick) {
    const userId = pick.of(state.people.users, actor)
    return {
      actor,
      input: { userId },
      run: (session, options) => session.people.unblock({ userId }, options),
      expect: () => expectUnblock(state, actor, userId),
    }
  },
}

const expectBlock = (state: OracleState, actor: UserId, userId: UserId): Expected => {
  if (userId === actor) return refused('invalid')
  if (userId === 'nobody') return refused('not_found')
  if (!isBlocked(state, actor, userId)) {
    state.blocks = [...state.blocks, { blocker: actor, blocked: userId }]
    log(state, { type: 'user.blocked', actor, about: userId })
  }
  return { answer: { userId, at: someTime } }
}

const expectUnblock = (state: OracleState, actor: UserId, userId: UserId): Expected => {
  if (isBlocked(state, actor, userId)) {
    state.blocks = state.blocks.filter(({ blocker, blocked }) => blocker !== actor || blocked !== userId)
    log(state, { type: 'user.unblocked', actor, about: userId })
  }
  return { answer: { userId, at: null } }
}

const isBlocked = ({ blocks }: OracleState, actor: UserId, userId: UserId): boolean =>
  blocks.some(({ blocker, blocked }) => blocker === actor && blocked === userId)

const log = (
  state: OracleState,
  entry: { readonly type: 'user.blocked' | 'user.unblocked'; readonly actor: UserId; readonly about: UserId },
): void => {
  state.log.push({ ...entry, audience: 'actor', conversation: null, revision: null, moment: 0 })
}
