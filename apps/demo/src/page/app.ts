import '@msg/widgets/room.js'
import '@msg/widgets/dm.js'
import '@msg/widgets/unread-badge.js'
import { pageAt } from './pages.ts'
import { chosenPerson } from './person.ts'

document.querySelector('main')?.replaceChildren(pageAt(location.pathname, chosenPerson()))
