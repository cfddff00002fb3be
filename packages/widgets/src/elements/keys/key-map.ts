import type { Strings } from '../../i18n/strings.ts'
import type { SendKey } from '../composer/composer-keys.ts'

/** A text that says what a key does. */
export type KeyText = {
  [Key in keyof Strings]: Strings[Key] extends string ? Key : never
}[keyof Strings]

/** What some keys do: each is a chord of keys pressed together, as they are written on a keyboard. */
export interface KeyLine {
  readonly chords: readonly (readonly string[])[]
  readonly says: KeyText
}

/** The keys of one part of the widgets. */
export interface KeyGroup {
  readonly title: KeyText
  readonly lines: readonly KeyLine[]
}

/** Where keys are listed. */
export interface KeyPlace {
  /** In an inbox, with its list. */
  readonly inInbox: boolean
  /** Mod+F is ours. */
  readonly findKey: boolean
  /** What Mod is called: `Ctrl`, or `⌘`. */
  readonly mod: string
  readonly sendKey: SendKey
}

/** A line of chords, each written with spaces: `Shift Enter`. */
const line = (says: KeyText, ...chords: readonly string[]): KeyLine => ({
  says,
  chords: chords.map((chord) => chord.split(' ')),
})

/** Every key of the widgets at some place. */
export const keyMap = ({ inInbox, findKey, mod, sendKey }: KeyPlace): readonly KeyGroup[] => {
  const inboxLines = [
    line('keyConversation', 'Alt ↑', 'Alt ↓'),
    line('keyUnread', 'Alt Shift ↑', 'Alt Shift ↓'),
    line('keyName', 'A…Z'),
    line('searchAll', `${mod} K`, `${mod} Shift F`),
  ]
  const findLines = findKey ? [line('searchHere', `${mod} F`)] : []
  return [
    { title: 'keysWriting', lines: writing(mod, sendKey) },
    { title: 'messages', lines: [...reading(mod), ...findLines] },
    {
      title: 'conversations',
      lines: [...(inInbox ? inboxLines : []), line('keyParts', 'F6', 'Shift F6'), line('keys', `${mod} /`)],
    },
  ]
}

const writing = (mod: string, sendKey: SendKey): readonly KeyLine[] => [
  line('send', sendKey === 'enter' ? 'Enter' : `${mod} Enter`),
  line('keyNewLine', sendKey === 'enter' ? 'Shift Enter' : 'Enter'),
  line('keyEditLast', '↑'),
  line('keyReplyLast', 'Shift ↑'),
  line('keyMention', '@'),
  line('keyEmoji', ':'),
  line('keyBold', `${mod} B`),
  line('keyItalic', `${mod} I`),
  line('keyCode', `${mod} E`),
  line('keyStrike', `${mod} Shift X`),
  line('keyEscape', 'Esc'),
]

const reading = (mod: string): readonly KeyLine[] => [
  line('keyMove', '↑', '↓'),
  line('keyPage', 'PageUp', 'PageDown'),
  line('keyEnds', 'Home', 'End'),
  line('keyEdges', `${mod} Home`, `${mod} End`),
  line('keyActions', 'Enter', '→'),
  line('more', 'Shift F10'),
  line('reply', 'R'),
  line('edit', 'E'),
  line('react', '+'),
  line('copy', 'C'),
  line('delete', 'Del'),
  line('keyWrite', 'A…Z'),
]
