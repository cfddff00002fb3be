import { createMessaging } from '@msg/core'
import type { Messaging, MessagingOptions } from '@msg/core'
import { memoryDirectory } from '@msg/core/memory'
import { onTestFinished } from 'vitest'
import { mountOnadata, onadataTargets } from '../../src/onadata/index.ts'
import type { OnadataOptions, OnadataPermission, TargetKind } from '../../src/onadata/index.ts'
import { asking, clientsOf, peopleCalled } from '../http.ts'
import type { Ask } from '../http.ts'

/** A mounted surface, its host's permissions, and users who ask by name. */
export interface World {
  readonly messaging: Messaging
  grant(username: string, target: string, ...permissions: readonly OnadataPermission[]): void
  revoke(username: string, target: string): void
  readonly ask: Ask
}

const names = ['alice', 'bob', 'carol', 'dave']

/** Users by name: their ids are integers, as the forerunner's are. */
export const idOf = (username: string): string => String(41 + names.indexOf(username))

const people = peopleCalled(names, Number(idOf('alice')))

/** What there is, as `type/id`. */
const objects = ['xform/1337', 'project/7', 'xform/1']

/** The forerunner's scheme: `Authorization: Token …`. */
export const authenticate: OnadataOptions['authenticate'] = ({ headers }) => {
  const [, username] = /^Token (\w+)$/.exec(headers.get('authorization') ?? '') ?? []
  return username !== undefined && names.includes(username) ? { userId: idOf(username) } : null
}

export interface WorldOptions extends Partial<OnadataOptions> {
  /** Makes the engine. Default: in memory. */
  readonly open?: (options: Pick<MessagingOptions, 'directory' | 'targets'>) => Messaging | Promise<Messaging>
}

/** Mounts the surface at `/api/v1`, closed with the test. */
export const openWorld = async ({ open = createMessaging, ...options }: WorldOptions = {}): Promise<World> => {
  const granted = new Map<string, readonly OnadataPermission[]>()
  const kind = (type: string): TargetKind => ({
    exists: (id) => objects.includes(`${type}/${id}`),
    allows: (userId, permission, id) => granted.get(`${userId} ${type}/${id}`)?.includes(permission) ?? false,
    async *audience(id) {
      for (const name of names)
        if (granted.get(`${idOf(name)} ${type}/${id}`)?.includes('view') ?? false) yield idOf(name)
    },
    describe: (id) => ({ name: `${type} ${id}`, ...(type === 'xform' ? { extra: { form_id: 'tree_survey' } } : {}) }),
  })
  const directory = memoryDirectory(people)
  const targets = onadataTargets({ directory, kinds: { xform: kind('xform'), project: kind('project') } })
  const messaging = await open({ directory, targets })
  onTestFinished(() => messaging.close())
  const userIdOf = (username: string) => (names.includes(username) ? idOf(username) : null)
  const surface = mountOnadata({ messaging, targets, authenticate, userIdOf, ...options })
  return {
    messaging,
    grant: (username, target, ...permissions) => void granted.set(`${idOf(username)} ${target}`, permissions),
    revoke: (username, target) => void granted.delete(`${idOf(username)} ${target}`),
    ask: asking(clientsOf(surface, '/api/v1')),
  }
}
