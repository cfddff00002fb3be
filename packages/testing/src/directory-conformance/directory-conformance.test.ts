import { memoryDirectory } from '@msg/core/memory'
import type { Directory } from '@msg/core'
import { expect, test } from 'vitest'
import { caseNamed, fails } from '../planted-faults.ts'
import type { PlantedFault } from '../planted-faults.ts'
import { directoryCases, directoryConformance } from './index.ts'
import type { DirectoryContext } from './index.ts'

const open: DirectoryContext['open'] = async (users) => memoryDirectory(users, (_, other) => other !== 'dave')

directoryConformance('in memory', open)

const faults: readonly PlantedFault<Directory>[] = [
  {
    name: 'unknown ids get a profile',
    noticedBy: 'the profiles of users that exist are found, each once, and unknown ids are absent',
    plant: (directory) => ({
      ...directory,
      get: async (ids) => ids.map((id) => ({ id, displayName: id, isActive: true })),
    }),
  },
  {
    name: 'case matters',
    noticedBy: 'a search matches full name, username and e-mail, whatever the case',
    plant: (directory) => ({
      ...directory,
      search: async (viewer, text, limit) => (text === 'JAN' ? [] : directory.search(viewer, text, limit)),
    }),
  },
  {
    name: 'the viewer is found too',
    noticedBy: 'nobody finds themselves, who is not active, or whom they may not contact',
    plant: (directory) => ({
      ...directory,
      search: async (viewer, text, limit) => [
        ...(await directory.search(viewer, text, limit)),
        ...(await directory.get([viewer])),
      ],
    }),
  },
  {
    name: 'signs of a pattern match anything',
    noticedBy: 'a search takes its text literally and answers no more than asked for',
    plant: (directory) => ({
      ...directory,
      search: async (viewer, text, limit) => directory.search(viewer, text === '%' ? 'example' : text, limit),
    }),
  },
  {
    name: 'a page begins with the last of the page before',
    noticedBy: 'contacts come page by page, each exactly once',
    plant: (directory) => ({
      ...directory,
      contacts: async (viewer, page) => {
        const { profiles, next } = await directory.contacts(viewer, page)
        return { profiles: page.after === undefined ? profiles : [...profiles, ...profiles.slice(0, 1)], next }
      },
    }),
  },
  {
    name: 'everybody may be contacted',
    noticedBy: 'whether somebody may be contacted is answered for each pair',
    plant: (directory) => ({ ...directory, canContact: async () => true }),
  },
]

for (const { name, noticedBy, plant } of faults)
  test(`directory conformance notices when ${name}`, async () => {
    const noticing = caseNamed(directoryCases, noticedBy)
    await noticing.run({ open })
    expect(await fails(noticing, { open: async (users) => plant(await open(users)) })).toBe(true)
  })
