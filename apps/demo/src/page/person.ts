/** Who one is: whoever one says. A window keeps it, so that two windows can be two people. */
import { names } from '../names.ts'

/** The person of this window: named by `?as=`, remembered, or Alice. */
export const chosenPerson = (): string => {
  const asked = new URLSearchParams(location.search).get('as')
  const known = asked ?? sessionStorage.getItem('person') ?? 'alice'
  const person = Object.hasOwn(names, known) ? known : 'alice'
  sessionStorage.setItem('person', person)
  return person
}

/** Fills the switch, and loads the page anew as whoever is chosen. */
export const showPeople = (select: HTMLSelectElement, person: string): void => {
  const options = Object.entries(names).map(([id, name]) => new Option(name, id, id === person, id === person))
  select.replaceChildren(...options)
  select.addEventListener('change', () => {
    location.search = `?as=${select.value}`
  })
}
