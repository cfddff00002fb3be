import { MsgError } from '@msg/core'
import type { Mount } from '../answering.ts'
import { identify } from '../authenticate.ts'
import type { ServiceIdentity } from '../authenticate.ts'
import { refuseForeignPage } from '../origins.ts'

/** The service that asks, as itself. @throws unauthenticated, not_found for everybody else */
export const serviceOf = async (
  request: Request,
  { authenticate, logger, origins }: Mount,
): Promise<ServiceIdentity> => {
  const { service } = await identify(request, authenticate, logger)
  if (service === undefined) throw new MsgError('not_found', 'nothing is served at this path and method')
  refuseForeignPage({ request, origins })
  return service
}
