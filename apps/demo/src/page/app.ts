import '@msg/widgets/dm.js'
import '@msg/widgets/inbox.js'
import '@msg/widgets/room.js'
import '@msg/widgets/unread-badge.js'
import type { MsgProvider } from '@msg/widgets'
import { pageAt } from './pages.ts'
import { chosenPerson, showPeople } from './person.ts'

/** The element of a selector, which the document has. */
const need = <Found extends Element>(selector: string): Found => {
  const found = document.querySelector<Found>(selector)
  if (found === null) throw new Error(`the page has no ${selector}`)
  return found
}

const person = chosenPerson()
showPeople(need<HTMLSelectElement>('.who select'), person)

const provider = need<MsgProvider>('msg-provider')
provider.headers = { authorization: `Demo ${person}` }
provider.src = '/chat'

need('main').replaceChildren(pageAt(location.pathname, person))
