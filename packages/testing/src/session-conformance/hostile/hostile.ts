/** A session whose verbs take anything, as a careless or hostile caller would call them. */
export type Careless = {
  readonly [
    Noun in
      | 'conversations'
      | 'members'
      | 'messages'
      | 'reactions'
      | 'attachments'
      | 'receipts'
      | 'inbox'
      | 'people'
      | 'account'
      | 'live'
  ]: Readonly<Record<string, (input: unknown) => Promise<unknown>>>
}

/** A verb with an input it takes, and values of each field that it must refuse. */
export interface Hostile {
  readonly verb: `${keyof Careless}.${string}`
  readonly good: Readonly<Record<string, unknown>>
  readonly bad: Readonly<Record<string, readonly unknown[]>>
}

/** Where the good inputs point to. */
export interface Place {
  readonly conversationId: string
  readonly messageId: string
}
