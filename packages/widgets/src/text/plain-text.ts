import type { Block, Inline } from './body.ts'

/** What a message says, in one line, without what it looks like. */
export const plainText = (blocks: readonly Block[]): string =>
  blocks.map(ofBlock).join(' ').replaceAll(/\s+/g, ' ').trim()

const ofBlock = (block: Block): string => {
  switch (block.type) {
    case 'paragraph':
      return block.parts.map(ofInline).join('')
    case 'code':
      return block.text
    case 'quote':
      return plainText(block.blocks)
    case 'list':
      return block.items.map(plainText).join(' ')
  }
}

const ofInline = (part: Inline): string => {
  switch (part.type) {
    case 'text':
    case 'code':
      return part.text
    case 'strong':
    case 'emphasis':
    case 'strike':
    case 'link':
      return part.parts.map(ofInline).join('')
  }
}
