/** Who one is: whoever one says. A window keeps it, so that two windows can be two people. */

const people = ['alice', 'bob', 'carol', 'dave', 'frodo', 'sam', 'gandalf'] as const

/** The person of this window: named by `?as=`, remembered, or Alice. */
export const chosenPerson = (): string => {
  const asked = new URLSearchParams(location.search).get('as')
  const known = asked ?? sessionStorage.getItem('person') ?? people[0]
  const person = people.find((name) => name === known) ?? people[0]
  sessionStorage.setItem('person', person)
  return person
}

/** Fills the switch, and loads the page anew as whoever is chosen. */
export const showPeople = (select: HTMLSelectElement, person: string): void => {
  select.replaceChildren(...people.map((name) => new Option(name, name, name === person, name === person)))
  select.addEventListener('change', () => {
    location.search = `?as=${select.value}`
  })
}
