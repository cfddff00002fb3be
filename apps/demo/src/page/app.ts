import '@msg/widgets/dm.js'
import '@msg/widgets/inbox.js'
import '@msg/widgets/room.js'
import '@msg/widgets/unread-badge.js'
import type { MsgProvider } from '@msg/widgets'
import { pageAt } from './pages.ts'
import { chosenPerson, showPeople } from './person.ts'

const person = chosenPerson()
const select = document.querySelector<HTMLSelectElement>('.who select')
if (select !== null) showPeople(select, person)

const provider = document.querySelector<MsgProvider>('msg-provider')
if (provider !== null) Object.assign(provider, { headers: { authorization: `Demo ${person}` }, src: '/chat' })

document.querySelector('main')?.replaceChildren(pageAt(location.pathname, person))
