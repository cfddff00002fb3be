/**
 * SQL: under which settings a function runs that writes under the locks of conversations. New installs have no statistics, so
 * the planner's choices are pinned; and whoever waits two seconds for a lock gives up.
 */
export const pinned = `set enable_seqscan = off
set enable_hashjoin = off
set enable_mergejoin = off
set enable_bitmapscan = off
set enable_material = off
set jit = off
set plan_cache_mode = force_generic_plan
set lock_timeout = '2s'`
