/** The colours of the widgets: one table, from which the style sheet is made and against which contrast is tested. */

/** A colour in the light and in the dark scheme, as `#rrggbb`. */
export interface Colour {
  readonly light: string
  readonly dark: string
}

const colour = (light: string, dark: string): Colour => ({ light, dark })

/** Every colour token. A host replaces one by setting the custom property `--msg-<name>` anywhere above a widget. */
export const colours = {
  canvas: colour('#f6f7f9', '#0e1015'),
  surface: colour('#ffffff', '#15181f'),
  'surface-raised': colour('#ffffff', '#1c2029'),
  'surface-hover': colour('#f0f2f6', '#1f2430'),
  text: colour('#14171f', '#eceef3'),
  'text-2': colour('#4a5163', '#b3bac8'),
  'text-3': colour('#646c80', '#8f97a8'),
  border: colour('#e1e5ec', '#2a2f3b'),
  'border-control': colour('#848c9e', '#6c7486'),
  accent: colour('#3b4fe4', '#8b9bff'),
  'on-accent': colour('#ffffff', '#0d1030'),
  'accent-hover': colour('#2f40c4', '#a3b0ff'),
  'accent-text': colour('#3546d3', '#a9b5ff'),
  'accent-soft': colour('#eaecff', '#232a52'),
  'bubble-own': colour('#3b4fe4', '#3a48b8'),
  'on-bubble-own': colour('#ffffff', '#ffffff'),
  'bubble-other': colour('#eef0f4', '#232833'),
  'on-bubble-other': colour('#14171f', '#eceef3'),
  danger: colour('#c02a37', '#ff8a92'),
  warn: colour('#8a5300', '#f5c06a'),
  'warn-soft': colour('#fff3dc', '#33270f'),
  mark: colour('#ffe58a', '#6b5200'),
  'on-mark': colour('#2b2100', '#fff1c2'),
  focus: colour('#3b4fe4', '#a3b0ff'),
} as const satisfies Record<string, Colour>

/** The name of a colour token. */
export type ColourName = keyof typeof colours
