const PARTIAL_LINES = 9

/** Escapes text for HTML, in element content and in double-quoted attributes. */
export const escapeHtml = (text: string) =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;')

const inline = (line: string): string => {
  const kept: string[] = []
  const keep = (html: string) => `\uE000${kept.push(html) - 1}\uE000`
  return escapeHtml(line)
    .replaceAll(/`([^`]+)`/g, (_all, code: string) => keep(`<code>${code}</code>`))
    .replaceAll(/\[tag:([\w.#+-]+)\]/g, (_all, tag: string) =>
      keep(`<a href="//stackoverflow.com/questions/tagged/${tag}"><span class="ob-post-tag">${tag}</span></a>`),
    )
    .replaceAll(
      /\[([^\]]+)\]\((https?:\/\/[^\s)]+)(?: &quot;(.*?)&quot;)?\)/g,
      (_all, label: string, url: string, title?: string) =>
        keep(`<a href="${url}"${title ? ` title="${title}"` : ''} rel="nofollow">${label}</a>`),
    )
    .replaceAll(
      /(^|\s)(https?:\/\/[^\s<]+)/g,
      (_all, before: string, url: string) =>
        `${before}${keep(`<a href="${url}" rel="nofollow">${url.replace(/^https?:\/\//, '')}</a>`)}`,
    )
    .replaceAll(/\*\*(.+?)\*\*/g, '<b>$1</b>')
    .replaceAll(/\*(.+?)\*/g, '<i>$1</i>')
    .replaceAll(/---(.+?)---/g, '<strike>$1</strike>')
    .replaceAll(/\uE000(\d+)\uE000/g, (_all, index: string) => kept[Number(index)] ?? '')
}

const block = (lines: readonly string[], full: boolean): string => {
  const shown = full ? lines : lines.slice(0, PARTIAL_LINES)
  const size = shown.length < lines.length ? 'partial' : 'full'
  if (lines.every((line) => line.startsWith('    ')))
    return `<pre class='${size}'>${shown.map((line) => escapeHtml(line.slice(4))).join('\n')}</pre>`
  const quoted = shown.every((line) => line.startsWith('> '))
  const body = shown.map((line) => escapeHtml(quoted ? line.slice(2) : line)).join(' <br> ')
  return `<div class='${size}'>${quoted ? `<div class="quote">${body}</div>` : body}</div>`
}

/** Markdown to the HTML of the wire. `full` gives the whole text where the wire would cut it. */
export const renderMarkdown = (source: string, full = false): string => {
  const lines = source.split('\n')
  if (lines.length > 1 || source.startsWith('    ')) return block(lines, full)
  if (source.startsWith('> ')) return `<div class="quote">${inline(source.slice(2))}</div>`
  return inline(source)
}

/** Whether the wire cuts this message. */
export const isPartial = (source: string) => source.split('\n').length > PARTIAL_LINES
