import type { Attachment, AttachmentId, Attachments } from '@msg/core'

/** A place for files of which a case can see what is in it. */
export interface FakeAttachments extends Attachments {
  /** The bytes of a file, as text; null when there is no such file. */
  textOf(id: AttachmentId): Promise<string | null>
  /** From now on every request fails, or no longer. */
  fail(failing: boolean): void
}

/** Files in memory; an address names the file and nothing else. */
export const fakeAttachments = (): FakeAttachments => {
  const files = new Map<AttachmentId, Blob>()
  let failing = false
  const answer = async <T>(make: () => T): Promise<T> => {
    if (failing) throw new Error('the storage is out of order')
    return make()
  }
  return {
    put: ({ id }: Attachment, file) => answer(() => void files.set(id, file)),
    url: ({ id }) =>
      answer(() => ({ url: `https://files.example/${id}`, expiresAt: new Date(Date.now() + 60_000).toISOString() })),
    remove: (id) => answer(() => void files.delete(id)),
    textOf: async (id) => (await files.get(id)?.text()) ?? null,
    fail(now) {
      failing = now
    },
  }
}
