/**
 * What somebody may do in a conversation without being a member of it. For a channel, and a room about a target, the host's
 * `Targets` say so; core asks them only when a membership does not suffice.
 */
export interface Rights {
  /** See everything there is. */
  readonly view: boolean
  /** Send. */
  readonly post: boolean
  /** Do what an admin does, and more: take others' messages back, purge. */
  readonly moderate: boolean
}

/** Of a service of the host, everywhere. */
export const allRights: Rights = { view: true, post: true, moderate: true }

/** Of somebody nobody gave any. */
export const noRights: Rights = { view: false, post: false, moderate: false }
