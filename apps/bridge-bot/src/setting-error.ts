/** A mistake of the operator: shown in one line that says what to do, without a stack. */
export class SettingError extends Error {
  override readonly name = 'SettingError'
}
