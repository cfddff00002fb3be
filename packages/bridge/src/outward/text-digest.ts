import { hexDigestOf } from '../digest.ts'

/** The digest by which a posted text is recognised: without what is added to it so that the server does not swallow it as a repetition. */
export const textDigest = (text: string): string => hexDigestOf(text.replace(/[\s\u200B]+$/u, '').trimStart())
