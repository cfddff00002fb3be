import type { Conversation, Profile, UserId } from '@msg/core'
import { html } from 'lit'
import type { TemplateResult } from 'lit'
import { renderAvatar } from '../render-person.ts'

/** What a conversation is known by at a glance: whom it is with, two of a group without a title, else how its title begins. */
export const renderFace = (
  { id, kind, title: own, memberIds }: Conversation,
  { title, profiles, me }: { readonly title: string; readonly profiles: Profiles; readonly me: UserId },
): TemplateResult => {
  const others = memberIds.filter((userId) => userId !== me)
  const [one, two] = kind === 'direct' ? others.slice(0, 1) : kind === 'group' && own === null ? [...others, me] : []
  if (one === undefined)
    return html`<msg-avatar .name=${title} .of=${id} .src=${null} ?square=${kind === 'room'}></msg-avatar>`
  if (two === undefined) return renderAvatar(one, profiles)
  return html`<span class="faces">${renderAvatar(one, profiles)}${renderAvatar(two, profiles)}</span>`
}

type Profiles = ReadonlyMap<UserId, Profile>
