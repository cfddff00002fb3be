import * as inputs from '../schemas/inputs.ts'
import * as models from '../schemas/models.ts'
import type { EndpointsOf } from './endpoint.ts'

export const accountEndpoints: EndpointsOf<'account'> = {
  'account.erase': {
    summary: 'Takes everything away that is kept of me, for good',
    input: inputs.nothing,
    output: models.erasedAccount,
    errors: [],
  },
  'account.export': {
    summary: 'Everything that is kept of me, a page at a time',
    input: inputs.onePage,
    output: models.exportPage,
    errors: ['invalid_cursor'],
  },
}
