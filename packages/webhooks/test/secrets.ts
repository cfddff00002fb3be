/** A secret as Standard Webhooks writes it, from a letter. */
export const secretOf = (letter: string): string => `whsec_${Buffer.from(letter.repeat(32)).toString('base64')}`
