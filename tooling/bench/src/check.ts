/** Something that must be so: a run in which it is not has failed, however fast it was. */
export interface Check {
  readonly says: string
  readonly holds: boolean
}
