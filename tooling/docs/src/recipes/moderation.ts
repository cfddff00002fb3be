import { createMessaging, type Targets } from '@msg/core'

/** What you know of your projects. */
export interface Projects {
  has(id: string): boolean
  mayView(id: string, userId: string): boolean
  moderates(id: string, userId: string): boolean
  everybody(id: string): readonly string[]
}

/** Rooms and channels about projects. Who moderates a project moderates what is said there. */
const targetsOf = (projects: Projects): Targets => ({
  resolve: async ({ type, id }) => type === 'project' && projects.has(id),
  allows: async (userId, right, { type, id }) =>
    type === 'project' &&
    projects.has(id) &&
    (right === 'moderate' ? projects.moderates(id, userId) : projects.mayView(id, userId)),
  async *audience({ id }) {
    yield* projects.everybody(id)
  },
  describe: async ({ id }) => (projects.has(id) ? { name: `project ${id}` } : null),
})

export const start = (projects: Projects) => {
  const messaging = createMessaging({ targets: targetsOf(projects), features: { adminsRetract: true } })
  /** For your own staff and rules: sees and does everywhere what a moderator would, without being a member. */
  const staff = messaging.asService('moderation')

  return {
    messaging,
    /** What a user reported, answered by your staff: the message goes, and so does its author. */
    async uphold(report: { messageId: string; conversationId: string; authorId: string }) {
      await staff.messages.purge({ messageId: report.messageId })
      await staff.members.remove({ conversationId: report.conversationId, userId: report.authorId })
    },
    /** After you have ended somebody's sessions in your own session store. */
    ban: (userId: string) => messaging.revoke({ userId }),
  }
}
