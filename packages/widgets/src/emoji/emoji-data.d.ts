/** Emoji as the data package lists them, in the order of Unicode. */
declare module 'emoji-picker-element-data/*/data.json' {
  const emoji: readonly {
    readonly emoji: string
    readonly annotation: string
    readonly tags?: readonly string[]
    readonly group: number
    readonly version: number
    /** In each skin tone, and for several people in each pair of them. */
    readonly skins?: readonly { readonly emoji: string; readonly tone: number | readonly number[] }[]
  }[]
  export default emoji
}
