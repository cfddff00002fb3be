import type { TimelineRow } from '@msg/client/views'
import { html, nothing } from 'lit'
import type { TemplateResult } from 'lit'
import { refusalText } from '../../context/failure-text.ts'
import { icons } from '../../icons/icons.ts'
import { isEmojiOnly } from '../../text/body.ts'
import { beginningOf } from '../../text/beginning.ts'
import { isolated } from '../../text/isolated.ts'
import { inPlain } from '../../text/in-plain.ts'
import { authorOf } from '../../text/names.ts'
import { renderBody } from './body.ts'
import type { RowItem } from './list-items.ts'
import { receiptText, sendingText } from './receipt-text.ts'
import { renderActions } from './render-actions.ts'
import { renderAttachments, saysNamesOnly } from './render-attachments.ts'
import type { RowSetting } from './row-setting.ts'

/**
 * A message with everything about it.
 *
 * @csspart row - All of it
 * @csspart avatar - Whose it is
 * @csspart author - What they are called
 * @csspart bubble - What it says
 * @csspart bubble-own - That, where it is mine
 * @csspart body - That, where it was not deleted
 * @csspart quote - What it answers
 * @csspart time - When it was said
 * @csspart reactions - The reactions
 * @csspart reaction - One of them
 * @csspart receipt - How far it has come
 */
export const renderRow = ({ row, first, last }: RowItem, setting: RowSetting): TemplateResult => {
  const { snapshot, me, surroundings } = setting
  const { strings, times, now } = surroundings
  const own = row.authorId === me
  const author = authorOf(row.authorId, { profiles: snapshot.profiles, me, you: strings.you })
  const picture = snapshot.profiles.get(row.authorId)?.avatarUrl ?? null
  const showsAuthor = first && !own && snapshot.conversation?.kind !== 'direct'
  const classes = ['row', own ? 'own' : '', first ? 'first' : '', last ? 'last' : '']
  if (setting.flashed === row.id) classes.push('flash')
  const receipt = receiptText(snapshot, row, { me, strings, cutOff: setting.cutOff })
  return html`<div
    part="row"
    class=${classes.filter(Boolean).join(' ')}
    role="article"
    data-id=${row.id}
    tabindex=${setting.active === row.id ? 0 : -1}
    aria-label=${`${author}: ${row.body === null ? strings.deleted : inPlain(row.body, setting.changed)}`}
    aria-description=${described(row, setting)}
  >
    ${own || !last ? nothing : html`<msg-avatar part="avatar" .name=${author} .of=${row.authorId} .src=${picture}></msg-avatar>`}
    <div class="stack">
      ${showsAuthor ? html`<div part="author" class="author" dir="auto">${author}</div>` : nothing}
      ${answered(row, setting)} ${renderAttachments(row, { locale: surroundings.locale, address: setting.address })}
      <div class="bubble-line">
        ${saysNamesOnly(row) ? nothing : bubble(row, own, setting)}
        <span class="meta"
          >${row.pinnedAt === null ? nothing : html`<span class="pinned" title=${strings.pinned}>${icons.pin}</span> `}${
            row.editedAt === null ? nothing : html`<span>${strings.edited}</span> `
          }<time part="time" datetime=${row.createdAt} title=${times.full(row.createdAt)}
            >${now >= 0 ? times.time(row.createdAt) : nothing}</time
          ></span
        >
      </div>
      ${failure(row, setting)} ${reactions(row, setting)}
      ${receipt === null ? nothing : html`<div part="receipt" class="receipt">${receipt}</div>`}
    </div>
    ${setting.active === row.id ? renderActions(row, author, setting) : nothing}
  </div>`
}

const described = (row: TimelineRow, { snapshot, cutOff, surroundings: { strings, times } }: RowSetting): string => {
  const sending = row.seq === null ? sendingText(snapshot, { strings, cutOff }) : ''
  const states = { queued: sending, sending, sent: '', failed: strings.notSent }
  const edited = row.editedAt === null ? '' : strings.edited
  return [times.full(row.createdAt), states[row.state], edited].filter(Boolean).join(', ')
}

const bubble = (row: TimelineRow, own: boolean, { snapshot, me, surroundings }: RowSetting): TemplateResult => {
  if (row.body === null) return html`<div part="bubble" class="bubble tombstone">${surroundings.strings.deleted}</div>`
  const people = row.mentions.flatMap((userId) => snapshot.profiles.get(userId) ?? [])
  const emoji = isEmojiOnly(row.body)
  const parts = own ? 'bubble bubble-own body' : 'bubble body'
  return html`<div part=${parts} class=${emoji ? 'bubble emoji' : 'bubble'}>
    ${emoji ? row.body : renderBody(row.body, { people, me })}
  </div>`
}

const answered = (row: TimelineRow, setting: RowSetting) => {
  const { snapshot, surroundings, jump } = setting
  const { strings } = surroundings
  const { replyTo } = row
  if (replyTo === null) return nothing
  const original = snapshot.rows.find(({ id }) => id === replyTo)
  return html`<button part="quote" class="link answered" @click=${() => jump(replyTo)}>
    ${icons.reply} <bdi>${original === undefined ? strings.reply : quoted(original, setting)}</bdi>
  </button>`
}

/** Who said what is answered, and how it begins. */
const quoted = ({ authorId, body }: TimelineRow, { snapshot, me, surroundings, changed }: RowSetting): string => {
  const { strings } = surroundings
  const name = authorOf(authorId, { profiles: snapshot.profiles, me, you: strings.you })
  return strings.saidBy(name, isolated(body === null ? strings.deleted : beginningOf(body, changed)))
}

const failure = (row: TimelineRow, { surroundings: { strings }, retry, discard, rewrite }: RowSetting) => {
  const failed = row.writes.find(({ state }) => state === 'failed')
  if (failed === undefined) return nothing
  const reason = refusalText(failed.failure?.code, strings)
  return html`<div class="failed">
    <span>${icons.alert} ${strings.notSent}${reason === null ? nothing : html` · ${reason}`}</span>
    <button class="link" @click=${() => retry(row)}>${strings.retry}</button>
    ${row.seq === null && row.attachments.length === 0 ? html`<button class="link" @click=${() => rewrite(row)}>${strings.edit}</button>` : nothing}
    <button class="link" @click=${() => discard(row)}>${strings.discard}</button>
  </div>`
}

const reactions = (row: TimelineRow, { me, surroundings: { strings }, snapshot, toggle }: RowSetting) => {
  if (row.reactions.length === 0) return nothing
  const may = snapshot.conversation?.me.can.react === true
  return html`<div part="reactions" class="reactions" role="group">
    ${row.reactions.map(({ emoji, count, userIds }) => {
      const mine = userIds.includes(me)
      return html`<button
        part="reaction"
        aria-pressed=${mine}
        aria-label=${strings.reaction(emoji, count, mine)}
        ?disabled=${!may}
        @click=${() => toggle(row, emoji)}
      >
        <span>${emoji}</span><span>${count}</span>
      </button>`
    })}
  </div>`
}
