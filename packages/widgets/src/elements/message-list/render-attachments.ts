import type { TimelineRow } from '@msg/client/views'
import type { Attachment } from '@msg/core'
import { css, html, nothing } from 'lit'
import type { CSSResult, TemplateResult } from 'lit'
import { icons } from '../../icons/icons.ts'

export const attachmentsStyles: CSSResult = css`
  .attachments {
    display: flex;
    flex-wrap: wrap;
    gap: 4px;
    align-items: end;
    padding-block: 2px;
  }
  .own .attachments {
    justify-content: end;
  }
  .picture {
    position: relative;
    display: grid;
    place-items: center;
    box-sizing: border-box;
    width: 232px;
    max-width: 100%;
    aspect-ratio: 4 / 3;
    border: 1px solid var(--_border);
    border-radius: var(--_radius-card);
    overflow: hidden;
    background: var(--_surface-hover);
    color: var(--_text-2);
    font-size: 13px;
  }
  .picture img {
    position: absolute;
    inset: 0;
    width: 100%;
    height: 100%;
    object-fit: cover;
  }
  .file {
    display: flex;
    gap: 8px;
    align-items: center;
    min-height: 44px;
    max-width: 100%;
    border: 1px solid var(--_border);
    border-radius: var(--_radius-card);
    padding: 4px 12px;
    background: var(--_surface);
    color: var(--_text);
    text-decoration: none;
    overflow-wrap: anywhere;
  }
  .file small {
    color: var(--_text-3);
    white-space: nowrap;
  }
  .attachments svg {
    flex: none;
    width: 20px;
    height: 20px;
  }
`

/** What files are rendered with. */
export interface AttachmentSetting {
  readonly locale: string
  /** Where a file can be fetched; null while that is not known. */
  address(row: TimelineRow, attachment: Attachment): string | null
}

/**
 * The files of a message. A picture has its place before it is there, so that nothing moves when it comes.
 *
 * @csspart attachments - All of them
 * @csspart picture - A picture
 * @csspart file - Anything else
 */
export const renderAttachments = (row: TimelineRow, setting: AttachmentSetting): TemplateResult | typeof nothing => {
  if (row.attachments.length === 0) return nothing
  return html`<div part="attachments" class="attachments">
    ${row.attachments.map((attachment) => {
      const url = row.seq === null ? null : setting.address(row, attachment)
      return attachment.type.startsWith('image/')
        ? renderPicture(attachment, url)
        : renderFile(attachment, url, setting.locale)
    })}
  </div>`
}

const renderPicture = ({ name }: Attachment, url: string | null): TemplateResult =>
  url === null
    ? html`<span class="picture" role="img" aria-label=${name}>${icons.file}</span>`
    : html`<a part="picture" class="picture" href=${url} target="_blank" rel="noopener noreferrer"
        ><img src=${url} alt=${name} decoding="async"
      /></a>`

const renderFile = ({ name, size }: Attachment, url: string | null, locale: string): TemplateResult =>
  html`<a part="file" class="file" href=${url ?? nothing} target="_blank" rel="noopener noreferrer"
    >${icons.file}<span dir="auto">${name}</span><small>${sizeText(size, locale)}</small></a
  >`

const units = ['byte', 'kilobyte', 'megabyte'] as const

/** So many bytes as people read them. */
export const sizeText = (bytes: number, locale: string): string => {
  const step = bytes < 1_000 ? 0 : bytes < 1_000_000 ? 1 : 2
  const value = bytes / 1_000 ** step
  const maximumFractionDigits = step > 0 && value < 10 ? 1 : 0
  return new Intl.NumberFormat(locale, { style: 'unit', unit: units[step], maximumFractionDigits }).format(value)
}

/** What a message of files alone says: their names, for those who get it as text. */
export const namesOf = (attachments: readonly Pick<Attachment, 'name'>[]): string =>
  attachments.map(({ name }) => name).join(', ')

/** Whether a message says nothing but what its pictures are called. */
export const saysNamesOnly = ({ body, attachments }: TimelineRow): boolean =>
  attachments.length > 0 && body === namesOf(attachments)
