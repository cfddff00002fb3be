// Taking over what a forerunner's database has
export { runImport } from './run.ts'
export type { ImportRun } from './run.ts'
export type { ImportSummary } from './summary.ts'
export type { Importer, Piece, Skipped } from './importer.ts'

// The systems
export { directmessagesImporter } from './directmessages.ts'
export { djangoMessagingImporter } from './django-messaging.ts'
export { onadataImporter } from './onadata.ts'
export { talkalotImporter } from './talkalot.ts'

// Where from
export { openSource } from './sources/open-source.ts'
export type { Source } from './source.ts'
export type { Row } from './row.ts'
