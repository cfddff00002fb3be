import { library } from '../../tooling/tsup/library.ts'

export default library(['src/onadata/index.ts', 'src/talkalot/index.ts'])
