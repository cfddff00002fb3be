import { nothing } from 'lit'
import type { ReactiveController, ReactiveControllerHost } from 'lit'
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
  #dialog: HTMLElementTagNameMap['msg-question'] | null = null

  constructor(host: ReactiveControllerHost) {
    this.#host = host
    host.addController(this)
  }

  hostConnected(): void {}

  /** Asks, or takes back what was asked. */
  ask(question: Question | null): void {
    this.#question = question
    this.#dialog = null
    this.#host.requestUpdate()
  }

  /** A dialog for each question: one that was closed tells so a little later, when the next one may have been asked. */
  render(strings: Strings): unknown {
    const question = this.#question
    if (question === null) return nothing
    this.#dialog ??= this.#asked(question)
    const { detail = null } = question
    return Object.assign(this.#dialog, { text: question.text(strings), detail, confirm: question.confirm(strings) })
  }

  #asked(question: Question): HTMLElementTagNameMap['msg-question'] {
    const dialog = document.createElement('msg-question')
    dialog.addEventListener('msg-answer', ({ detail }) => {
      if (this.#question === question) this.ask(null)
      if (detail.agreed) question.agreed()
    })
    return dialog
  }
}
