/** The characters (code points) of a text, as the server counts them. */
export const characters = (text: string): number => Array.from(text).length
