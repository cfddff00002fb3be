/** For tests: migrated, empty embedded databases, copied from one that is made once. */
import { createHash } from 'node:crypto'
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { migrate } from './migrate.ts'
import { migrations } from './migrations/index.ts'
import { openDatabase } from './pglite.ts'
import type { PgliteDatabase } from './pglite-in-place.ts'

/** The data directory of such a database, as a tar archive. */
type Image = Uint8Array<ArrayBuffer>

/** The folder in which processes keep the image for one another; without one, each makes its own. */
const folder = process.env['MSG_PGLITE_IMAGES']

let image: Promise<Image> | undefined

/** Makes a database by the migrations. */
export const openMigrated = async (): Promise<PgliteDatabase> => {
  const database = await openDatabase({})
  await migrate(database)
  return database
}

/** Copies a database that was made once. */
export const openCopy = async (): Promise<PgliteDatabase> => {
  image ??= folder === undefined ? makeImage() : keptImage(folder)
  return openDatabase({ image: await image })
}

/** A database that is as new, by the cheaper way: one alone is not worth an image, unless others keep one. */
export const openFirst = (): Promise<PgliteDatabase> => (folder === undefined ? openMigrated() : openCopy())

const makeImage = async (): Promise<Image> => {
  const database = await openMigrated()
  try {
    return await database.dump()
  } finally {
    await database.close()
  }
}

const keptImage = async (kept: string): Promise<Image> => {
  const path = join(kept, `${fingerprint()}.tar`)
  const found = await readFile(path).catch(() => null)
  if (found !== null) return new Uint8Array(found)
  const made = await makeImage()
  await mkdir(kept, { recursive: true })
  // Another process may be at it too: whoever is last has made the same.
  const unfinished = `${path}.${process.pid}`
  await writeFile(unfinished, made)
  await rename(unfinished, path)
  return made
}

/** Of what an image is made of: the migrations, and PGlite, whose version is in its place. */
const fingerprint = (): string => {
  const hash = createHash('sha256').update(import.meta.resolve('@electric-sql/pglite'))
  for (const { script } of migrations) hash.update(script)
  return hash.digest('hex')
}
