import type { Conversation, Profile, UserId } from '@msg/core'
import { html } from 'lit'
import type { TemplateResult } from 'lit'
import { nameOf } from '../../text/names.ts'

/** What a conversation is known by at a glance: whom it is with, two of a group without a title, else how its title begins. */
export const renderFace = (
  { id, kind, title: own, memberIds }: Conversation,
  { title, profiles, me }: { readonly title: string; readonly profiles: Profiles; readonly me: UserId },
): TemplateResult => {
  const others = memberIds.filter((userId) => userId !== me)
  const [one, two] = kind === 'direct' ? others.slice(0, 1) : kind === 'group' && own === null ? [...others, me] : []
  if (one === undefined)
    return html`<msg-avatar .name=${title} .of=${id} .src=${null} ?square=${kind === 'room'}></msg-avatar>`
  if (two === undefined) return person(one, profiles)
  return html`<span class="faces">${person(one, profiles)}${person(two, profiles)}</span>`
}

type Profiles = ReadonlyMap<UserId, Profile>

const person = (userId: UserId, profiles: Profiles): TemplateResult =>
  html`<msg-avatar
    .name=${nameOf(profiles, userId)}
    .of=${userId}
    .src=${profiles.get(userId)?.avatarUrl ?? null}
  ></msg-avatar>`
