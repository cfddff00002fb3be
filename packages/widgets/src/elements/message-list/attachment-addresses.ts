import type { AttachmentId, MessageId } from '@msg/core'
import type { ReactiveController } from 'lit'
import type { ConnectedHost } from '../../context/opened-view.ts'

/** An address is asked for anew so long before it runs out, in milliseconds. */
const ahead = 30_000

type Known = { readonly url: string | null; readonly until: number }

/** Where the files of messages can be fetched: asked for when one is in sight, and again before the address runs out. */
export class AttachmentAddresses implements ReactiveController {
  readonly #host: ConnectedHost
  readonly #known = new Map<AttachmentId, Known>()
  #leaving = new AbortController()

  constructor(host: ConnectedHost) {
    this.#host = host
    host.addController(this)
  }

  /** The address; null while it is not known, and where the file cannot be had. */
  of(messageId: MessageId, attachmentId: AttachmentId): string | null {
    const known = this.#known.get(attachmentId)
    if (known === undefined || known.until < Date.now()) void this.#ask(messageId, attachmentId, known?.url ?? null)
    return known?.url ?? null
  }

  hostConnected(): void {
    this.#leaving = new AbortController()
  }

  hostDisconnected(): void {
    this.#leaving.abort()
    this.#known.clear()
  }

  async #ask(messageId: MessageId, attachmentId: AttachmentId, before: string | null): Promise<void> {
    const session = this.#host.connected?.session
    if (session === undefined) return
    this.#known.set(attachmentId, { url: before, until: Infinity })
    try {
      const { signal } = this.#leaving
      const { url, expiresAt } = await session.attachments.get({ messageId, attachmentId }, { signal })
      this.#known.set(attachmentId, { url, until: Date.parse(expiresAt) - ahead })
    } catch {
      this.#known.set(attachmentId, { url: null, until: Date.now() + ahead })
    }
    this.#host.requestUpdate()
  }
}
