/** The people of the demo, by their ids: for the server and the page. */
export const names: Readonly<Record<string, string>> = {
  alice: 'Alice Liddell',
  bob: 'Bob Marsh',
  carol: 'Carol Quinn',
  dave: 'Dave Okafor',
  frodo: 'Frodo Baggins',
  sam: 'Sam Gamgee',
  gandalf: 'Gandalf',
}

/** What somebody is called here; who is not of the demo, by their id. */
export const nameOf = (id: string): string => (Object.hasOwn(names, id) ? (names[id] ?? id) : id)
