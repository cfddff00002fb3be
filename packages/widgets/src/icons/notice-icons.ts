import { svg } from 'lit'
import { drawn } from './drawn.ts'

/** Those of what is said in place of what is not there: they are loaded before all else. */
export const noticeIcons = {
  lock: drawn(svg`<rect x="5" y="11" width="14" height="9" rx="2" /><path d="M8 11V8a4 4 0 0 1 8 0v3" />`),
} as const
