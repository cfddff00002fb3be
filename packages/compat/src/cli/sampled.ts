import type { ImportedConversation, ImportedMessage } from '@msg/core'
import type { Importer } from '../importers/importer.ts'

/** How many messages are shown. */
const shown = 5

/** Characters of each. */
const width = 60

/** An importer, and what its first messages would be. */
export interface Sampled {
  readonly importer: Importer
  /** A line a message, once its pieces have gone by. */
  lines(): readonly string[]
}

/** Remembers the first messages that go by. */
export const sampled = (importer: Importer): Sampled => {
  const lines: string[] = []
  const kinds = new Map<string, ImportedConversation['kind']>()
  return {
    importer: {
      ...importer,
      async *pieces(source) {
        for await (const piece of importer.pieces(source)) {
          if (!('skipped' in piece) && lines.length < shown) {
            for (const { id, kind } of piece.conversations ?? []) kinds.set(id, kind)
            for (const message of piece.messages ?? []) lines.push(lineOf(message, kinds.get(message.conversationId)))
          }
          yield piece
        }
      },
    },
    lines: () => lines.slice(0, shown),
  }
}

const lineOf = ({ conversationId, authorId, createdAt, body }: ImportedMessage, kind = 'conversation'): string =>
  `${createdAt} ${plain(authorId)} in ${kind} ${conversationId}: ${body === null ? 'deleted' : `“${plain(body)}”`}`

/** On one line, without what a terminal would obey. */
const plain = (text: string): string => {
  const line = text.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ').trim()
  return line.length > width ? `${line.slice(0, width).toWellFormed()}…` : line
}
