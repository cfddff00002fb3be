import * as inputs from '../schemas/inputs.ts'
import * as models from '../schemas/models.ts'
import type { EndpointsOf } from './endpoint.ts'

export const reactionEndpoints: EndpointsOf<'reactions'> = {
  'reactions.add': {
    summary: 'Reacts to a message, once per emoji',
    input: inputs.oneReaction,
    output: models.message,
    errors: ['not_found', 'not_a_member', 'forbidden', 'recipient_refused', 'message_retracted'],
  },
  'reactions.remove': {
    summary: 'Takes my reaction back',
    input: inputs.oneReaction,
    output: models.message,
    errors: ['not_found', 'not_a_member', 'forbidden', 'recipient_refused', 'message_retracted'],
  },
}
