import { byTag, elements, first, textOf, type Document, type Element } from './document.ts'

const isCell = byTag('dt', 'dd', 'td', 'th')

/** Values of a page by their label: definition lists and two-column tables, which outlive class names. */
export const labelledValues = (root: Document | Element): ReadonlyMap<string, Element> => {
  const values = new Map<string, Element>()
  let label: string | null = null
  for (const cell of elements(root, isCell)) {
    // Cells that hold cells only lay the page out.
    if (first(cell, isCell)) continue
    if (label !== null && (cell.name === 'dd' || cell.name === 'td')) {
      if (!values.has(label)) values.set(label, cell)
      label = null
    } else label = textOf(cell).trim().toLowerCase()
  }
  return values
}

/** A whole number as pages write it, with or without separators; null when there is none. */
export const numberIn = (text: string | undefined): number | null => {
  const digits = /-?\d[\d,\u00A0\u202F]*/.exec(text ?? '')?.[0].replaceAll(/[^\d-]/g, '')
  return digits ? Number(digits) : null
}
