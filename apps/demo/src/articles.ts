import type { Target, Targets } from '@msg/core'

/** What the demo's journal has published. A host's own objects are what its rooms are about. */
const articles: ReadonlyMap<string, string> = new Map([['lighthouse', 'The last keeper of the lighthouse']])

/** What rooms may be about: the articles. Everybody may view them, who joins their room writes in it, Gandalf moderates. */
export const targets: Targets = {
  resolve: async (target) => titleOf(target) !== null,
  allows: async (userId, right, target) =>
    titleOf(target) !== null && (right === 'view' || (right === 'moderate' && userId === 'gandalf')),
  async *audience() {},
  async describe(target) {
    const name = titleOf(target)
    return name === null ? null : { name }
  },
}

const titleOf = ({ type, id }: Target): string | null => (type === 'article' ? (articles.get(id) ?? null) : null)
