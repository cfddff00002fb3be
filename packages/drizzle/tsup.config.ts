import { library } from '../../tooling/tsup/library.ts'

export default library([
  'src/index.ts',
  'src/copy/index.ts',
  'src/directory-lock.ts',
  'src/schema.ts',
  'src/testing.ts',
  'src/pglite-worker.ts',
  'src/cli.ts',
])
