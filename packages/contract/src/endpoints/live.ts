import * as inputs from '../schemas/inputs.ts'
import * as models from '../schemas/models.ts'
import type { EndpointsOf } from './endpoint.ts'

export const liveEndpoints: EndpointsOf<'live'> = {
  'live.read': {
    summary: 'One page of changes after a cursor; without one, the current cursor',
    input: inputs.readChanges,
    output: models.changePage,
    errors: ['invalid_cursor', 'resync_required'],
  },
  'live.typing': {
    summary: 'Tells the other active members who are connected that I am typing, or no longer',
    input: inputs.typing,
    output: models.typed,
    errors: ['not_found', 'not_a_member', 'forbidden'],
  },
}
