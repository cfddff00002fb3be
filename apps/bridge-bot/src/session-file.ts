import { randomUUID } from 'node:crypto'
import { readFile, rename, rm, writeFile } from 'node:fs/promises'
import { isSavedSession } from '@msg/stackexchange'
import type { SessionStore } from '@msg/stackexchange'

/** Keeps the chat's session in a file that only its owner may read, and that is always whole. */
export const sessionFile = (path: string): SessionStore => ({
  async load(chatOrigin) {
    try {
      const saved: unknown = JSON.parse(await readFile(path, 'utf8'))
      return isSavedSession(saved) && saved.chatOrigin === chatOrigin ? saved : null
    } catch {
      return null
    }
  },
  async save(_, session) {
    if (session === null) return rm(path, { force: true })
    const draft = `${path}.${randomUUID()}`
    await writeFile(draft, JSON.stringify(session), { mode: 0o600 })
    await rename(draft, path)
  },
})
