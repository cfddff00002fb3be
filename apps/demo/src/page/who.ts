/** Runs on every page before its widgets do: they ask as whoever is chosen. */
import type { MsgProvider } from '@msg/widgets'
import { chosenPerson, showPeople } from './person.ts'

const person = chosenPerson()
const select = document.querySelector<HTMLSelectElement>('.who select')
if (select !== null) showPeople(select, person)

const provider = document.querySelector<MsgProvider>('msg-provider')
if (provider !== null) provider.headers = { authorization: `Demo ${person}` }
