import { library } from '../../tooling/tsup/library.ts'

export default library(['src/index.ts', 'src/errors.ts', 'src/memory/index.ts'])
