import { library } from '../../tooling/tsup/library.ts'

export default library([
  'src/cli/main.ts',
  'src/importers/index.ts',
  'src/directmessages/index.ts',
  'src/django-messaging/index.ts',
  'src/onadata/index.ts',
  'src/talkalot/index.ts',
])
