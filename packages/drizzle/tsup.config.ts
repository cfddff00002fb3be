import { library } from '../../tooling/tsup/library.ts'

export default library(['src/index.ts', 'src/schema.ts', 'src/testing.ts', 'src/pglite-worker.ts', 'src/directory-lock.ts', 'src/cli.ts'])
