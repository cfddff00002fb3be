import { mayBeMarkdown, plain } from './body.ts'
import type { Block } from './body.ts'

/** What reads Markdown, once it is there. */
let read: ((body: string) => readonly Block[]) | null = null
let reading: Promise<void> | null = null

/** Whether what reads Markdown is there. */
export const readsMarkdown = (): boolean => read !== null

/** Loads what reads Markdown, once; where that fails, the next message is another try. */
const loadMarkdown = (): Promise<void> => {
  reading ??= import('./markdown.ts').then(
    ({ bodyTokens }) => {
      read = bodyTokens
    },
    (error: unknown) => {
      reading = null
      throw error
    },
  )
  return reading
}

/** The last few hundred messages read are not read again at each render. */
const remembered = new Map<string, readonly Block[]>()
const most = 1_000

const remember = (body: string, blocks: readonly Block[]): readonly Block[] => {
  if (remembered.size >= most) remembered.clear()
  remembered.set(body, blocks)
  return blocks
}

/** A message as data; or, while what reads Markdown is being loaded, the promise that it will be there. */
export const readBody = (body: string): readonly Block[] | Promise<void> => {
  const before = remembered.get(body)
  if (before !== undefined) return before
  if (!mayBeMarkdown(body)) return [plain(body)]
  return read === null ? loadMarkdown() : remember(body, read(body))
}
