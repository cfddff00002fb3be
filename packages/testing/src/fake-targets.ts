import type { Target, TargetRight, Targets } from '@msg/core'

/** Targets of which a case says who may do what, as it goes on. */
export interface FakeTargets extends Targets {
  grant(userId: string, id: string, ...rights: readonly TargetRight[]): void
  revoke(userId: string, id: string, ...rights: readonly TargetRight[]): void
  /** From now on every question fails, or no longer. */
  fail(failing: boolean): void
  /** How often somebody was asked about. */
  asked(): number
}

/** The project of an id. */
export const project = (id: string): Target => ({ type: 'project', id })

const key = (userId: string, id: string, right: TargetRight): string => JSON.stringify([userId, id, right])

/** Projects of these ids; nobody may do anything with them until it is granted. */
export const fakeTargets = (ids: readonly string[]): FakeTargets => {
  const granted = new Map<string, { readonly userId: string; readonly id: string; readonly right: TargetRight }>()
  let failing = false
  let asked = 0
  const answer = async <T>(value: T): Promise<T> => {
    if (failing) throw new Error('the host is out of order')
    return value
  }
  const exists = ({ type, id }: Target): boolean => type === 'project' && ids.includes(id)
  return {
    grant(userId, id, ...rights) {
      for (const right of rights) granted.set(key(userId, id, right), { userId, id, right })
    },
    revoke(userId, id, ...rights) {
      for (const right of rights) granted.delete(key(userId, id, right))
    },
    fail(now) {
      failing = now
    },
    asked: () => asked,
    resolve: (target) => answer(exists(target)),
    allows(userId, right, target) {
      asked += 1
      return answer(exists(target) && granted.has(key(userId, target.id, right)))
    },
    async *audience({ id }) {
      for (const grant of granted.values()) if (grant.id === id && grant.right === 'view') yield grant.userId
    },
    describe: (target) => answer(exists(target) ? { name: `project ${target.id}` } : null),
  }
}
