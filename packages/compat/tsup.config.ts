import { library } from '../../tooling/tsup/library.ts'

export default library([
  'src/directmessages/index.ts',
  'src/django-messaging/index.ts',
  'src/onadata/index.ts',
  'src/talkalot/index.ts',
])
