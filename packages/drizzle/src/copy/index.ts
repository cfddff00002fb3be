// Moving from an embedded database to a server
export { copyDatabase } from './copy-database.ts'
export type { CopyOptions } from './copy-database.ts'
export type { CopyProgress, CopySum, CopySummary, CopyWatch } from './copy-all.ts'
export { previewCopy } from './preview-copy.ts'
export type { CopyPreview, SampleConversation, TableCount } from './preview-copy.ts'
