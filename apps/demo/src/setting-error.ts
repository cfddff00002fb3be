/** A mistake of the person who starts the demo: shown without a stack. */
export class SettingError extends Error {
  override readonly name = 'SettingError'
}
