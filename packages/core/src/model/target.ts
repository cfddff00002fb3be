/** An object of the host application that a room or a channel is about: a form, a project, a blog post, a user. */
export interface Target {
  /** The host's word for what kind of object it is: lower-case words joined by `_`, at most 64 characters. */
  readonly type: string
  /** The host's id of the object: any well-formed text of 1 to 255 characters without control characters. */
  readonly id: string
}
