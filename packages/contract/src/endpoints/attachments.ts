import { policyCodes } from '@msg/core'
import * as inputs from '../schemas/inputs.ts'
import * as models from '../schemas/models.ts'
import type { EndpointsOf } from './endpoint.ts'

export const attachmentEndpoints: EndpointsOf<'attachments'> = {
  'attachments.upload': {
    summary: 'Uploads a file for a message of mine; what it is is told by its first bytes',
    input: inputs.upload,
    output: models.attachment,
    errors: ['too_large', 'feature_disabled', ...policyCodes],
  },
  'attachments.get': {
    summary: 'Where a file that a message carries can be fetched for a few minutes',
    input: inputs.oneAttachment,
    output: models.attachmentAddress,
    errors: ['not_found', 'feature_disabled'],
  },
}
