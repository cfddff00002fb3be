import { noTargets } from '@msg/core'
import type { Targets, UserId } from '@msg/core'
import { checkedBase, idOfLevel } from './topics.ts'

/** What somebody wants to do on a broker. */
export type TopicAction = 'publish' | 'subscribe'

/** Who may do what on the topics of {@link flatTopics}. */
export interface TopicAcl {
  /**
   * Whether a user may do this. A user subscribes to what lies wholly below their own topic, or below that of an object they may
   * view now (`Targets.allows`); a pattern that could match anything else is refused. Only the publishers publish.
   */
  allows(user: UserId, action: TopicAction, topic: string): Promise<boolean>
}

/** What an ACL is made from. */
export interface TopicAclOptions {
  /** As of the notifier. Default `msg`. */
  readonly topicBase?: string
  /** Who may view what. Default: there are no objects, only users. */
  readonly targets?: Pick<Targets, 'allows'>
  /** Who may publish below the base: the user names of your notifiers. Default nobody. */
  readonly publishers?: readonly UserId[]
}

/** Makes the ACL of the topics below a base. @throws invalid for a malformed base */
export const createTopicAcl = ({
  topicBase = 'msg',
  targets = noTargets(),
  publishers = [],
}: TopicAclOptions = {}): TopicAcl => {
  const root = checkedBase(topicBase).split('/')
  const ownerOf = (filter: string): { readonly type: string; readonly id: string } | null => {
    const levels = withoutShare(filter).split('/')
    const [type = '', id = ''] = levels.slice(1 + root.length)
    const isBelow = levels[0] === '' && root.every((level, index) => levels[index + 1] === level)
    const found = { type: idOfLevel(type), id: idOfLevel(id) }
    return isBelow && found.type !== null && found.id !== null ? { type: found.type, id: found.id } : null
  }
  return {
    async allows(user, action, topic) {
      if (!isWellFormedFilter(topic)) return false
      const target = ownerOf(topic)
      if (action === 'publish') return publishers.includes(user) && target !== null && !/[#+$]/.test(topic)
      if (target === null) return false
      return target.type === 'user' ? target.id === user : targets.allows(user, 'view', target)
    },
  }
}

/** A shared subscription sees what its filter sees. */
const withoutShare = (filter: string): string => /^\$share\/[^/+#]+\/(.+)$/s.exec(filter)?.[1] ?? filter

/** Wildcards stand for whole levels, and `#` is the last. */
const isWellFormedFilter = (filter: string): boolean => {
  const levels = filter.split('/')
  return (
    filter.isWellFormed() &&
    filter !== '' &&
    !filter.includes('\0') &&
    Buffer.byteLength(filter) <= 65_535 &&
    levels.every(
      (level, index) => !/[#+]/.test(level) || level === '+' || (level === '#' && index === levels.length - 1),
    )
  )
}
