import { html, nothing } from 'lit'
import type { ReactiveController, ReactiveControllerHost } from 'lit'
import { keyed } from 'lit/directives/keyed.js'
import type { Strings } from '../i18n/strings.ts'

/** Something that is done once the user has agreed. Said in the language of the moment. */
export interface Question {
  text(strings: Strings): string
  /** What it is about, such as the message. */
  readonly detail?: string | null
  /** What the button says that does it. */
  confirm(strings: Strings): string
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

  /** A dialog for each question: one that was closed tells so a little later, when the next one may have been asked. */
  render(strings: Strings): unknown {
    const question = this.#question
    if (question === null) return nothing
    const { detail = null } = question
    const answered = ({ detail: { agreed } }: CustomEvent<{ readonly agreed: boolean }>): void => {
      if (this.#question === question) this.ask(null)
      if (agreed) question.agreed()
    }
    return keyed(
      question,
      html`<msg-question
        .text=${question.text(strings)}
        .detail=${detail}
        .confirm=${question.confirm(strings)}
        @msg-answer=${answered}
      ></msg-question>`,
    )
  }
}
