/** Folders whose names survive a loss of power. */
import { mkdir, open } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'

/** Makes a folder, and those above it that are missing. */
export const makeFolder = async (folder: string): Promise<void> => {
  const first = await mkdir(folder, { recursive: true })
  if (first === undefined) return
  for (let made = resolve(folder); made.length >= first.length; made = dirname(made)) await syncNames(dirname(made))
}

/** Writes the names in a folder to the disk itself. Where folders cannot be opened (Windows) or synced, the system has its own way. */
export const syncNames = async (folder: string): Promise<void> => {
  if (process.platform === 'win32') return
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } catch (error) {
    if (!(error instanceof Error && Reflect.get(error, 'code') === 'EINVAL')) throw error
  } finally {
    await handle.close()
  }
}
