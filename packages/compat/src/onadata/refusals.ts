import { jsonReply } from '@msg/hono'
import type { Reply } from '@msg/hono'
import { detailReply } from '../shared/detail.ts'
import type { Wrong } from './wrong.ts'

/** For who may not do this with an object. */
export const forbidden: Reply = detailReply(403, 'You do not have permission to perform this action.')

/** For what does not exist. */
export const notFound: Reply = detailReply(404, 'Not found.')

/** For fields that are wrong. */
export const wrongReply = ({ wrong }: Wrong): Reply => jsonReply(wrong, 400)
