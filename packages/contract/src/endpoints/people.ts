import * as inputs from '../schemas/inputs.ts'
import * as models from '../schemas/models.ts'
import type { EndpointsOf } from './endpoint.ts'

export const peopleEndpoints: EndpointsOf<'people'> = {
  'people.search': {
    summary: 'People by full name, username or e-mail; never me, nor whom I may not contact',
    input: inputs.searchPeople,
    output: models.personList,
    errors: [],
  },
  'people.contacts': {
    summary: 'The people to offer before anything is typed',
    input: inputs.listContacts,
    output: models.contactPage,
    errors: ['invalid_cursor'],
  },
  'people.get': {
    summary: 'How users are shown; who does not exist is absent',
    input: inputs.people,
    output: models.personList,
    errors: [],
  },
  'people.block': {
    summary: 'Keeps somebody away; they are not told',
    input: inputs.onePerson,
    output: models.block,
    errors: ['not_found'],
  },
  'people.unblock': {
    summary: 'Lets somebody near again',
    input: inputs.onePerson,
    output: models.blockState,
    errors: [],
  },
  'people.blocked': {
    summary: 'Whom I have blocked, latest first',
    input: inputs.listBlocks,
    output: models.blockPage,
    errors: ['invalid_cursor'],
  },
}
