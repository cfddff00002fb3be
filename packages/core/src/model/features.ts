/**
 * What the host has switched on. What is off is refused with `feature_disabled`, is not in anybody's `me.can`, and is told
 * by `GET /config`, so that nobody offers it. What was written while it was on stays and can be read.
 */
export interface Features {
  /** A kind of conversation that is off: none is started, and nothing and nobody new comes into those there are. */
  readonly directs: boolean
  readonly groups: boolean
  readonly rooms: boolean
  readonly channels: boolean
  /** Changing the text of one's own messages. */
  readonly editing: boolean
  /** Taking one's own messages back. */
  readonly retracting: boolean
  /** Whether admins take others' messages back, in what is not a direct. */
  readonly adminsRetract: boolean
  readonly reactions: boolean
  readonly pins: boolean
  /** Files that messages carry; off where the host gives no place to keep them. */
  readonly attachments: boolean
  /** Who changes a group's title. */
  readonly renamingGroups: 'nobody' | 'admins' | 'members'
  /** Who changes a room's. */
  readonly renamingRooms: 'nobody' | 'admins' | 'members'
}
