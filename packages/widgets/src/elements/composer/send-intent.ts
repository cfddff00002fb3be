/** What is about to be sent; a listener of `msg-before-send` may change `body` or prevent it. */
export interface SendIntent {
  body: string
}
