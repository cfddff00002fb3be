import { describe, expect, test } from 'vitest'
import { colours } from './colours.ts'
import type { ColourName } from './colours.ts'
import { contrast } from './contrast.ts'

/** What is written on what: in its place, under a mouse, chosen, switched off. */
const texts: readonly (readonly [ColourName, ColourName])[] = [
  ['text', 'canvas'],
  ['text', 'surface'],
  ['text', 'surface-raised'],
  ['text', 'surface-hover'],
  ['text', 'accent-soft'],
  ['text-2', 'canvas'],
  ['text-2', 'surface'],
  ['text-2', 'surface-raised'],
  ['text-2', 'surface-hover'],
  ['text-2', 'accent-soft'],
  ['text-3', 'surface'],
  ['text-3', 'surface-raised'],
  ['text-3', 'canvas'],
  ['text-3', 'surface-hover'],
  ['on-accent', 'accent'],
  ['on-accent', 'accent-hover'],
  ['accent-text', 'surface'],
  ['accent-text', 'surface-raised'],
  ['accent-text', 'surface-hover'],
  ['accent-text', 'bubble-other'],
  ['accent-text', 'accent-soft'],
  ['on-bubble-own', 'bubble-own'],
  ['on-bubble-other', 'bubble-other'],
  ['danger', 'surface'],
  ['danger', 'surface-raised'],
  ['danger', 'surface-hover'],
  ['warn', 'warn-soft'],
  ['on-mark', 'mark'],
]

/** What has to be told from what is around it without being read. */
const controls: readonly (readonly [ColourName, ColourName])[] = [
  ['border-control', 'surface'],
  ['border-control', 'surface-raised'],
  ['border-control', 'canvas'],
  ['focus', 'surface'],
  ['focus', 'surface-raised'],
  ['focus', 'surface-hover'],
  ['focus', 'accent-soft'],
  ['focus', 'canvas'],
  ['accent', 'surface'],
  ['accent', 'surface-raised'],
  ['accent', 'accent-soft'],
  ['warn', 'surface'],
]

describe.each(['light', 'dark'] as const)('in the %s scheme', (scheme) => {
  test.each(texts)('%s is read on %s (4.5 to 1)', (text, ground) => {
    expect(contrast(colours[text][scheme], colours[ground][scheme])).toBeGreaterThanOrEqual(4.5)
  })

  test.each(controls)('%s stands out from %s (3 to 1)', (control, ground) => {
    expect(contrast(colours[control][scheme], colours[ground][scheme])).toBeGreaterThanOrEqual(3)
  })
})

test('black on white is 21 to 1', () => {
  expect(contrast('#000000', '#ffffff')).toBeCloseTo(21)
})
