/** A text that stands in another one, in whichever direction either is read: neither takes the other's marks along. */
export const isolated = (text: string): string => `\u2068${text}\u2069`
