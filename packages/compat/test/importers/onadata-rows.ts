import { secondsIn, seeded } from './fixture.ts'
import type { Tables } from './fixture.ts'

const models = ['user', 'project', 'xform'] as const

/** Messages about forms, projects and users, as onadata would have left them: some by users who are gone. */
export const onadataTables = (count: number, seed = 3): Tables => {
  const any = seeded(seed)
  let seconds = 0
  return {
    django_content_type: models.map((model, index) => ({ id: index + 1, app_label: 'app', model })),
    actstream_action: Array.from({ length: count }, (_, index) => {
      seconds += any(4)
      return {
        id: index + 1,
        actor_content_type_id: 1,
        actor_object_id: any(200) === 0 ? null : String(1 + any(50)),
        verb: any(3) === 0 ? 'submission_reviewed' : 'message',
        description: `message ${index + 1} 🐟`,
        target_content_type_id: 1 + any(models.length),
        target_object_id: String(1 + any(40)),
        timestamp: secondsIn(seconds),
      }
    }),
  }
}
