import { limits } from '@msg/core'
import type { Attachment } from '@msg/core'
import type { ReactiveController } from 'lit'
import type { ConnectedHost } from '../../context/opened-view.ts'
import { pictureOf } from './picture-of.ts'

/** Characters of a name that the server takes. */
const longestName = 255

/** A file on its way to where messages can carry it. */
export interface Upload {
  readonly key: number
  readonly file: File
  /** What it shows, where it is a picture. */
  readonly picture: HTMLCanvasElement | null
  readonly state: 'uploading' | 'done' | 'failed'
  /** Once it is `done`. */
  readonly attachment: Attachment | null
}

/** Files that were not taken in, by the reason. */
export interface LeftOut {
  /** The message carries as many as it may. */
  readonly tooMany: readonly File[]
  readonly tooLarge: readonly File[]
}

const isLarge = ({ size }: File): boolean => size > limits.attachmentBytes

const nothingLeftOut: LeftOut = { tooMany: [], tooLarge: [] }

/** The files of the message that is being written: uploaded at once, so that sending does not wait for them. */
export class Uploads implements ReactiveController {
  readonly #host: ConnectedHost
  readonly #running = new Map<number, AbortController>()
  #list: readonly Upload[] = []
  #leftOut = nothingLeftOut
  #lastKey = 0

  constructor(host: ConnectedHost) {
    this.#host = host
    host.addController(this)
  }

  get list(): readonly Upload[] {
    return this.#list
  }

  /** What was given last and not taken in. */
  get leftOut(): LeftOut {
    return this.#leftOut
  }

  /** Whether nothing is on its way any more, and nothing has failed. */
  get isReady(): boolean {
    return this.#list.every(({ state }) => state === 'done')
  }

  /** Whether something could not be uploaded. */
  get hasFailed(): boolean {
    return this.#list.some(({ state }) => state === 'failed')
  }

  /** What a message can carry by now. */
  get attachments(): readonly Attachment[] {
    return this.#list.flatMap(({ attachment }) => attachment ?? [])
  }

  /** Takes in files that are no larger than they may be, as many as a message may carry. */
  add(files: Iterable<File>): void {
    const given = [...files]
    const fit = given.filter((file) => !isLarge(file))
    const room = limits.attachments - this.#list.length
    const added = fit.slice(0, room).map((file): Upload => {
      this.#lastKey += 1
      const picture = file.type.startsWith('image/') ? pictureOf(file) : null
      return { key: this.#lastKey, file, picture, state: 'uploading', attachment: null }
    })
    this.#leftOut = { tooMany: fit.slice(room), tooLarge: given.filter(isLarge) }
    this.#show([...this.#list, ...added])
    for (const upload of added) void this.#upload(upload)
  }

  /** Tries one again that has failed. */
  retry(upload: Upload): void {
    this.#change({ ...upload, state: 'uploading' })
    void this.#upload(upload)
  }

  /** Takes one out; what is on its way is given up. */
  remove(key: number): void {
    this.#running.get(key)?.abort()
    this.#leftOut = nothingLeftOut
    this.#show(this.#list.filter((upload) => upload.key !== key))
  }

  /** Forgets all: they were sent, or another message is written. */
  clear(): void {
    for (const running of this.#running.values()) running.abort()
    this.#leftOut = nothingLeftOut
    this.#show([])
  }

  /** Whoever comes back finds what was uploaded, and can try the rest again. */
  hostDisconnected(): void {
    for (const running of this.#running.values()) running.abort()
  }

  async #upload(upload: Upload): Promise<void> {
    const { key, file } = upload
    const running = new AbortController()
    this.#running.set(key, running)
    const name = file.name.slice(-longestName)
    const session = this.#host.connected?.session
    try {
      const attachment = (await session?.attachments.upload({ file, name }, { signal: running.signal })) ?? null
      this.#change({ ...upload, state: attachment === null ? 'failed' : 'done', attachment })
    } catch {
      this.#change({ ...upload, state: 'failed' })
    }
    this.#running.delete(key)
  }

  #change(changed: Upload): void {
    this.#show(this.#list.map((upload) => (upload.key === changed.key ? changed : upload)))
  }

  #show(list: readonly Upload[]): void {
    this.#list = list
    this.#host.requestUpdate()
  }
}
