import { createInterface } from 'node:readline/promises'
import { Writable } from 'node:stream'

/** Where questions are read from and written to. */
export interface Terminal {
  readonly input: NodeJS.ReadableStream
  readonly output: NodeJS.WritableStream
}

/** Asks on a terminal; what is typed to a secret question is not shown. */
export interface Asker {
  ask(question: string): Promise<string>
  askSecretly(question: string): Promise<string>
  close(): void
}

/** Creates an asker. `close` it before anything else reads from the terminal. */
export const createAsker = ({ input, output }: Terminal): Asker => {
  let muted = false
  const shown = new Writable({
    write(chunk: Buffer, _encoding, done) {
      if (!muted) output.write(chunk)
      done()
    },
  })
  const isTerminal = 'isTTY' in input && input.isTTY === true
  const lines = createInterface({ input, output: shown, terminal: isTerminal })
  return {
    ask: (question) => lines.question(question),
    async askSecretly(question) {
      output.write(question)
      muted = true
      try {
        return await lines.question('')
      } finally {
        muted = false
        output.write('\n')
      }
    },
    close: () => lines.close(),
  }
}
