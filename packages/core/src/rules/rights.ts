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
  /** Do what only people do: join, and mark what they have read. */
  readonly personal: boolean
}

/** Of a service of the host, where it may act. */
export const serviceRights: Rights = { view: true, post: true, moderate: true, personal: false }

/** Of a service elsewhere. */
export const noServiceRights: Rights = { view: false, post: false, moderate: false, personal: false }

/** Of somebody nobody gave any. */
export const noRights: Rights = { view: false, post: false, moderate: false, personal: true }
