import type { TimelineRow } from '@msg/client/views'

/** Whether a message was not deleted. */
export const isThere = ({ retractedAt }: Pick<TimelineRow, 'retractedAt'>): boolean => retractedAt === null
