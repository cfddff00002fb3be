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
