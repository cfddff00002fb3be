import { svg } from 'lit'
import type { TemplateResult } from 'lit'
import { drawn } from './drawn.ts'
import { launcherIcons } from './launcher-icons.ts'
import { noticeIcons } from './notice-icons.ts'

/** What is drawn in the widgets. */
export const icons = {
  ...launcherIcons,
  ...noticeIcons,
  send: drawn(svg`<path d="M4 12 20 4l-5 16-4-7zM11 13l9-9" />`),
  back: drawn(svg`<path d="m15 5-7 7 7 7" />`),
  down: drawn(svg`<path d="M12 5v14M6 13l6 6 6-6" />`),
  reply: drawn(svg`<path d="M10 6 4 12l6 6M4 12h10a6 6 0 0 1 6 6v1" />`),
  edit: drawn(svg`<path d="m4 20 1-5L16 4l4 4L9 19z" />`),
  smile: drawn(svg`<circle cx="12" cy="12" r="9" /><path d="M8 14a5 5 0 0 0 8 0M9 9h.01M15 9h.01" />`),
  pin: drawn(svg`<path d="M9 4h6l-1 6 3 3H7l3-3zM12 13v7" />`),
  trash: drawn(svg`<path d="M4 7h16M9 7V4h6v3M6 7l1 13h10l1-13" />`),
  copy: drawn(svg`<rect x="9" y="9" width="11" height="11" rx="2" /><path d="M5 15V5a1 1 0 0 1 1-1h9" />`),
  people: drawn(
    svg`<circle cx="9" cy="8" r="3.5" /><path d="M3 20a6 6 0 0 1 12 0M16 5a3.5 3.5 0 0 1 0 6.5M17 14a6 6 0 0 1 4 6" />`,
  ),
  compose: drawn(svg`<path d="M12 20h8M4 20l1-4L15 6l3 3L8 19z" />`),
  file: drawn(svg`<path d="M6 3h8l4 4v14H6zM14 3v4h4" />`),
  check: drawn(svg`<path d="m5 13 4.5 4.5L19 7" />`),
  more: drawn(svg`<path d="M5 12h.01M12 12h.01M19 12h.01" stroke-width="3" />`),
  search: drawn(svg`<circle cx="11" cy="11" r="6.5" /><path d="m16 16 4.5 4.5" />`),
  plus: drawn(svg`<path d="M12 5v14M5 12h14" />`),
} as const satisfies Record<string, TemplateResult>
