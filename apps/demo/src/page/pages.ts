/** The pages of the site, each with the widgets a product would put there. */
import { nameOf, names } from '../names.ts'
import { element, link, text } from './element.ts'

/** The page of a path. */
export const pageAt = (path: string, person: string): Node => {
  const [, first = '', second = ''] = path.split('/')
  if (first === 'journal') return article()
  if (first === 'people') return profile(second === '' ? 'gandalf' : second, person)
  return home(person)
}

const article = (): Node => {
  const room = element('msg-room', { 'target-type': 'article', 'target-id': 'lighthouse', heading: 'Discussion' })
  return element('div', { class: 'beside' }, [
    element('article', {}, [
      text('h1', 'The last keeper of the lighthouse'),
      text(
        'p',
        'For eleven winters the lamp above the strait has turned without a hand to help it. Its last keeper still climbs the two hundred and four steps each evening, out of habit, she says, and because somebody should say good night to the sea.',
      ),
      text(
        'p',
        'We went with her in November. The wind had come up at noon; by four the ferry no longer ran, and we stayed until the morning, drank what was in the tin marked SUGAR and listened to the lenses tick as they cooled.',
      ),
      text(
        'p',
        'What do you do with a light that no ship needs? Join the discussion of this piece: it is a room of its own, made the first time somebody opened this page.',
      ),
    ]),
    element('aside', { 'aria-label': 'Discussion' }, [room]),
  ])
}

const profile = (shown: string, person: string): Node =>
  element('div', { class: 'column' }, [
    text('h1', nameOf(shown)),
    text(
      'p',
      shown === person ? 'This is you: there is nobody to message.' : 'Writes for the Journal, answers letters.',
    ),
    element('msg-dm', { 'user-id': shown, label: `Message ${nameOf(shown)}` }),
    text('h2', 'Others'),
    element(
      'ul',
      {},
      Object.entries(names).map(([id, name]) => element('li', {}, [link(`/people/${id}`, name)])),
    ),
  ])

const home = (person: string): Node =>
  element('div', { class: 'column' }, [
    text('h1', 'The Field Journal'),
    text(
      'p',
      `A small site with messaging built in. You are ${person}; choose somebody else above, or open a second window as another person, and talk to yourself.`,
    ),
    element('ul', {}, [
      element('li', {}, [link('/messages/', 'Messages'), ': the whole inbox, as a page']),
      element('li', {}, [link('/journal/lighthouse', 'An article'), ' with the room of its readers beside it']),
      element('li', {}, [link('/people/gandalf', 'A profile'), ' with a button that opens the direct conversation']),
    ]),
  ])
