import type { Profile, UserId } from '@msg/core'
import { html, nothing } from 'lit'
import type { TemplateResult } from 'lit'
import { calledBy, nameOf } from '../text/names.ts'

const avatar = (name: string, of: UserId, src: string | undefined): TemplateResult =>
  html`<msg-avatar .name=${name} .of=${of} .src=${src ?? null}></msg-avatar>`

/** Somebody's picture, whether they are known or not. */
export const renderAvatar = (userId: UserId, profiles: ReadonlyMap<UserId, Profile>): TemplateResult =>
  avatar(nameOf(profiles, userId), userId, profiles.get(userId)?.avatarUrl)

/** Somebody among others to choose from: picture, name and username. */
export const renderPerson = (person: Profile): TemplateResult =>
  html`${avatar(calledBy(person), person.id, person.avatarUrl)}
    <span dir="auto">${calledBy(person)}</span>
    ${person.username === undefined ? nothing : html`<small>@${person.username}</small>`}`
