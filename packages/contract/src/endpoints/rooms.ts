import * as inputs from '../schemas/inputs.ts'
import * as models from '../schemas/models.ts'
import type { EndpointsOf } from './endpoint.ts'

export const roomEndpoints: EndpointsOf<'rooms'> = {
  'rooms.browse': {
    summary: 'Public rooms and those I am in, latest activity first',
    input: inputs.browseRooms,
    output: models.roomPage,
    errors: ['invalid_cursor'],
  },
}
