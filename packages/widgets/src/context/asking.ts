import { html, nothing } from 'lit'
import type { ReactiveController, ReactiveControllerHost, TemplateResult } from 'lit'

/** Something that is done once the user has agreed. */
export interface Question {
  readonly text: string
  /** What it is about, such as the message. */
  readonly detail?: string | null
  /** What the button says that does it. */
  readonly confirm: string
  agreed(): void
}

/** What an element asks its user at the moment, one thing at a time. */
export class Asking implements ReactiveController {
  readonly #host: ReactiveControllerHost
  #question: Question | null = null

  constructor(host: ReactiveControllerHost) {
    this.#host = host
    host.addController(this)
  }

  hostConnected(): void {}

  /** Asks, or takes back what was asked. */
  ask(question: Question | null): void {
    this.#question = question
    this.#host.requestUpdate()
  }

  render(): TemplateResult | typeof nothing {
    const question = this.#question
    if (question === null) return nothing
    const { text, detail = null, confirm } = question
    return html`<msg-question
      .text=${text}
      .detail=${detail}
      .confirm=${confirm}
      @msg-answer=${({ detail: { agreed } }: CustomEvent<{ readonly agreed: boolean }>) => {
        this.ask(null)
        if (agreed) question.agreed()
      }}
    ></msg-question>`
  }
}
