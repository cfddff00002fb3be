import type { Pair } from '../bridge-store.ts'
import { hexDigestOf } from '../digest.ts'
import { called } from '../local-call.ts'
import type { LinkParts } from '../parts.ts'
import { localText } from './local-text.ts'
import { asPuppet } from './puppet.ts'
import type { RemoteMessage } from './remote-message.ts'

/** The emoji that stands for stars. */
export const star = '⭐'

/** Brings what is here up to what the remote message is now: its text, that it was deleted, its stars. */
export const follow = async (parts: LinkParts, remote: RemoteMessage, pair: Pair): Promise<void> => {
  if (pair.state !== 'paired') return
  if (remote.html === null) return deletedThere(parts, pair)
  const edited = pair.origin === 'remote' && remote.edits > pair.edits ? await editedThere(parts, remote, pair) : pair
  await showStars(parts, remote.stars, edited)
}

/** A deleted message of theirs is taken back here; of one of ours, this side keeps what was written here. */
export const deletedThere = async (parts: LinkParts, pair: Pair): Promise<void> => {
  const { service, store } = parts
  if (pair.origin === 'remote') await called(parts, () => service.messages.retract({ messageId: pair.messageId }))
  await store.save([{ ...pair, state: 'gone' }])
}

const editedThere = async (parts: LinkParts, remote: RemoteMessage, pair: Pair): Promise<Pair> => {
  const digest = hexDigestOf(remote.html ?? '')
  const after = { ...pair, edits: remote.edits, digest }
  if (digest !== pair.digest) {
    const body = localText(await remote.full(), null)
    const edited = await asPuppet(parts, pair.authorId, (session) =>
      session.messages.edit({ messageId: pair.messageId, body }),
    )
    if (edited.status === 'refused')
      parts.logger.info('a remote edit was not taken', { remoteId: remote.id, reason: edited.code })
  }
  await parts.store.save([after])
  return after
}

/** Shows here whether others starred it there. The server does not say who, so it is the bridge that reacts. */
export const showStars = async (parts: LinkParts, stars: number, pair: Pair): Promise<void> => {
  const starShown = stars - (pair.starred ? 1 : 0) > 0
  if (starShown === pair.starShown || pair.state !== 'paired') return
  const { service, store } = parts
  const reaction = { messageId: pair.messageId, emoji: star }
  await called(parts, () => (starShown ? service.reactions.add(reaction) : service.reactions.remove(reaction)))
  await store.save([{ ...pair, starShown }])
}
