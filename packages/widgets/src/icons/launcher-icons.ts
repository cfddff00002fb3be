import { svg } from 'lit'
import { drawn } from './drawn.ts'

/** Those that a page of launchers has to load. */
export const launcherIcons = {
  chat: drawn(svg`<path d="M4 5h16v11H10l-5 4v-4H4z" />`),
  close: drawn(svg`<path d="m6 6 12 12M18 6 6 18" />`),
  alert: drawn(svg`<circle cx="12" cy="12" r="9" /><path d="M12 7v6M12 16.5h.01" />`),
} as const
