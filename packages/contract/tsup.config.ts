import { library } from '../../tooling/tsup/library.ts'

export default library(['src/index.ts', 'src/routes.ts', 'src/frames.ts', 'src/problem.ts'])
