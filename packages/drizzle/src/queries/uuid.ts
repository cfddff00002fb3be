const canonical = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

/** Whether the database can hold this id at all; nothing was ever stored under any other. */
export const isUuid = (id: string): boolean => canonical.test(id)

/** Below, and above, every id there is. */
export const lowestUuid = '00000000-0000-0000-0000-000000000000'
export const highestUuid = 'ffffffff-ffff-ffff-ffff-ffffffffffff'
