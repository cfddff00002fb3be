import { library } from '../../tooling/tsup/library.ts'

const elements = [
  'provider',
  'conversation',
  'dm',
  'room',
  'inbox',
  'unread-badge',
  'members',
  'pins',
  'find',
  'keys',
  'new-conversation',
  'emoji-picker',
]

export default library(['src/index.ts', ...elements.map((name) => `src/define/${name}.ts`)])
