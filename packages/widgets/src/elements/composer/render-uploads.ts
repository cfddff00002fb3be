import { limits } from '@msg/core'
import { css, html, nothing } from 'lit'
import type { CSSResult, TemplateResult } from 'lit'
import { repeat } from 'lit/directives/repeat.js'
import { icons } from '../../icons/icons.ts'
import { isolated } from '../../text/isolated.ts'
import { sizeText } from '../message-list/render-attachments.ts'
import type { Surroundings } from '../../context/surroundings.ts'
import type { Strings } from '../../i18n/strings.ts'
import type { Upload, Uploads } from './uploads.ts'

export const uploadsStyles: CSSResult = css`
  .uploads {
    grid-column: 1 / -1;
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
    list-style: none;
  }
  .upload {
    position: relative;
    display: grid;
    place-items: center;
    width: 64px;
    height: 64px;
    border: 1px solid var(--_border);
    border-radius: var(--_radius-control);
    overflow: hidden;
    color: var(--_text-2);
    background: var(--_surface-hover);
  }
  .upload canvas {
    width: 100%;
    height: 100%;
  }
  .upload svg {
    width: 20px;
    height: 20px;
  }
  .upload .name {
    position: absolute;
    inset-inline: 4px;
    inset-block-end: 2px;
    overflow: hidden;
    font-size: 11px;
    line-height: 16px;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .upload.uploading canvas {
    opacity: 0.4;
  }
  .upload progress {
    position: absolute;
    inset-block-end: 4px;
    inset-inline: 6px;
    width: auto;
    height: 4px;
    accent-color: var(--_accent);
  }
  .upload.failed {
    border-color: var(--_danger);
  }
  .upload button.icon {
    position: absolute;
    width: 24px;
    min-height: 24px;
    border-radius: 50%;
    background: var(--_surface-raised);
  }
  .upload button.out {
    inset-block-start: 2px;
    inset-inline-end: 2px;
  }
  .upload button svg {
    width: 14px;
    height: 14px;
  }
  .upload button.again {
    inset-block-start: 2px;
    inset-inline-start: 2px;
    color: var(--_danger);
  }
`

/** Opens the field that stands beside a button. */
const pick = ({ currentTarget }: Event): void => {
  const field = currentTarget instanceof Element ? currentTarget.nextElementSibling : null
  if (field instanceof HTMLInputElement) field.click()
}

/** The button that picks files. */
export const renderAttachButton = (uploads: Uploads, strings: Strings): TemplateResult => {
  const picked = ({ target }: Event): void => {
    if (!(target instanceof HTMLInputElement)) return
    uploads.add(target.files ?? [])
    // The same file may be picked again.
    target.value = ''
  }
  return html`<button
      type="button"
      part="attach"
      class="icon attach"
      aria-label=${strings.attach}
      title=${strings.attach}
      @click=${pick}
    >
      ${icons.plus}</button
    ><input type="file" multiple hidden @change=${picked} />`
}

/** The files of a message that is being written, each with a way out, and another try where it has failed. */
export const renderUploads = (uploads: Uploads, strings: Strings): TemplateResult | typeof nothing => {
  if (uploads.list.length === 0) return nothing
  return html`<ul class="uploads" aria-label=${strings.attach}>
    ${repeat(
      uploads.list,
      ({ key }) => key,
      (upload) => renderUpload(upload, uploads, strings),
    )}
  </ul>`
}

/** So many of the files that were left out are named. */
const mostNamed = 5

/** What will not go with the message, and why. */
export const renderNotAttached = (
  { hasFailed, leftOut: { tooMany, tooLarge } }: Uploads,
  { strings, locale }: Pick<Surroundings, 'strings' | 'locale'>,
): readonly TemplateResult[] => {
  const listed = (files: readonly File[]): string => {
    const names = files.slice(0, mostNamed).map(({ name }) => isolated(name))
    const others = files.length > mostNamed ? [`+${files.length - mostNamed}`] : []
    return new Intl.ListFormat(locale).format([...names, ...others])
  }
  const said = [
    ...(hasFailed ? [strings.notUploaded] : []),
    ...(tooMany.length > 0 ? [strings.tooManyFiles(listed(tooMany), limits.attachments)] : []),
    ...(tooLarge.length > 0 ? [strings.tooLargeFiles(listed(tooLarge), sizeText(limits.attachmentBytes, locale))] : []),
  ]
  return said.map((text) => html`<p class="hint" role="alert">${text}</p>`)
}

const renderUpload = (upload: Upload, uploads: Uploads, strings: Strings): TemplateResult => {
  const { key, file, state } = upload
  return html`<li part="upload" class=${`upload ${state}`} title=${file.name}>
    ${upload.picture ?? html`${icons.file}<span class="name" dir="auto">${file.name}</span>`}
    ${state === 'uploading' ? html`<progress aria-label=${`${strings.uploading}: ${file.name}`}></progress>` : nothing}
    ${
      state === 'failed'
        ? html`<button
            type="button"
            class="icon again"
            aria-label=${`${strings.retry}: ${file.name}`}
            title=${strings.retry}
            @click=${() => uploads.retry(upload)}
          >
            ${icons.alert}
          </button>`
        : nothing
    }
    <button
      type="button"
      class="icon out"
      aria-label=${`${strings.remove}: ${file.name}`}
      title=${strings.remove}
      @click=${() => uploads.remove(key)}
    >
      ${icons.close}
    </button>
  </li>`
}
