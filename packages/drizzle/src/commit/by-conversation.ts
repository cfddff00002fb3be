/** A batch in the order of its conversations' ids. Each conversation's items keep their order. */
export interface ByConversation<Item> {
  readonly items: readonly Item[]
  /** For each item its index in the batch. */
  readonly turns: readonly number[]
  readonly conversations: readonly string[]
  /** For each item the index of its conversation. */
  readonly places: readonly number[]
  /** For each conversation the indices of its first item and its last. */
  readonly firsts: readonly number[]
  readonly lasts: readonly number[]
}

export const byConversation = <Item extends { readonly conversationId: string }>(
  batch: readonly Item[],
): ByConversation<Item> => {
  const inOrder = [...batch.entries()].toSorted(([, a], [, b]) => compare(a.conversationId, b.conversationId))
  const conversations: string[] = []
  const places: number[] = []
  const firsts: number[] = []
  const lasts: number[] = []
  for (const [index, [, { conversationId }]] of inOrder.entries()) {
    if (conversations.at(-1) !== conversationId) {
      conversations.push(conversationId)
      firsts.push(index)
      lasts.push(index)
    }
    places.push(conversations.length - 1)
    lasts[conversations.length - 1] = index
  }
  return {
    items: inOrder.map(([, item]) => item),
    turns: inOrder.map(([index]) => index),
    conversations,
    places,
    firsts,
    lasts,
  }
}

/** As Postgres compares ids: by their code units. */
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
