import { library } from '../../tooling/tsup/library.ts'

export default library(['src/django-messaging/index.ts', 'src/onadata/index.ts', 'src/talkalot/index.ts'])
