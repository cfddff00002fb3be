/** Every text of the widgets. A catalogue that lacks one does not compile. */
export interface Strings {
  /** What I am called in previews and receipts. */
  readonly you: string
  readonly messages: string
  readonly conversations: string
  readonly send: string
  readonly cancel: string
  readonly close: string
  readonly back: string
  readonly retry: string
  readonly discard: string
  readonly edit: string
  readonly save: string
  readonly reply: string
  readonly react: string
  readonly copy: string
  readonly pin: string
  readonly unpin: string
  readonly delete: string
  readonly hide: string
  readonly more: string
  readonly add: string
  readonly addPeople: string
  readonly remove: string
  readonly search: string
  /** Empties a field. */
  readonly clear: string
  readonly join: string
  readonly leave: string
  readonly rename: string
  readonly members: string
  readonly newConversation: string
  readonly start: string
  readonly emoji: string
  readonly emojiSearch: string
  readonly emojiRecent: string
  readonly emojiSmileys: string
  readonly emojiPeople: string
  readonly emojiAnimals: string
  readonly emojiFood: string
  readonly emojiTravel: string
  readonly emojiActivities: string
  readonly emojiObjects: string
  readonly emojiSymbols: string
  readonly emojiFlags: string
  readonly attach: string
  readonly dropFiles: string
  readonly uploading: string
  readonly notUploaded: string
  /** Files that are not attached, by their names, and how many a message may have. */
  tooManyFiles(names: string, most: number): string
  /** Those, and how large one may be. */
  tooLargeFiles(names: string, most: string): string

  /** The label of the timeline of a conversation. */
  messagesWith(title: string): string
  /** The placeholder of the composer. */
  writeTo(title: string): string
  replyingTo(name: string): string
  readonly replyingToMyself: string
  readonly editing: string
  readonly edited: string
  readonly deleted: string
  readonly deleteAsked: string
  readonly pinned: string
  readonly nothingPinned: string
  readonly today: string
  readonly yesterday: string

  readonly sending: string
  /** What I wrote is kept until the connection is back, or what is to go before it has gone. */
  readonly waitsToSend: string
  readonly notSent: string
  readonly offline: string
  /** How many messages of mine wait to be sent. */
  waiting(count: number): string
  readonly reconnecting: string
  readonly loading: string
  readonly loadFailed: string
  /** Something that was asked for was refused. */
  readonly notDone: string
  readonly unreachable: string
  readonly sessionOver: string
  readonly signIn: string
  signInTo(name: string): string

  readonly emptyInbox: string
  readonly chooseConversation: string
  readonly nothingUnread: string
  readonly noRooms: string
  /** What a room is called that has no name, and nobody in it. */
  readonly room: string
  readonly emptyConversation: string
  nothingFound(query: string): string
  readonly leftGroup: string
  /** I left what anybody may join. */
  readonly leftRoom: string
  readonly closedConversation: string
  readonly mayNotWrite: string
  readonly directStaysPrivate: string
  readonly newcomersSeeAll: string
  readonly leaveAsked: string
  removeAsked(name: string): string
  readonly deleteConversation: string
  readonly deleteForAllAsked: string
  readonly deleteForMeAsked: string

  newMessages(count: number): string
  unreadMessages(count: number): string
  memberCount(count: number): string
  /** When something was last said somewhere: the time, the day or the date. */
  lastSaid(when: string): string
  results(count: number): string
  readonly jumpToLatest: string
  readonly unreadFrom: string

  readonly seen: string
  seenBy(count: number): string
  readonly delivered: string
  readonly sent: string
  typing(names: string, count: number): string
  /** The name of a reaction's button; `mine` when I am among those who reacted. */
  reaction(emoji: string, count: number, mine: boolean): string
  reactTo(name: string): string

  /** What the announcer says of one message. */
  saidBy(name: string, text: string): string
  /** What the announcer says of several. */
  newIn(count: number, title: string): string

  joined(name: string): string
  left(name: string): string
  removed(name: string): string

  readonly peopleHint: string
  readonly filterAll: string
  readonly filterUnread: string
  readonly filterRooms: string
  readonly titleOptional: string
  readonly admin: string
  readonly makeAdmin: string
  readonly makeMember: string

  tooLong(over: number): string
  waitSeconds(seconds: number): string

  /** Changes are asked for only every few seconds. */
  readonly polled: string
  readonly searchHere: string
  readonly searchAll: string
  readonly backToResults: string
  readonly emojiTone: string
  readonly toneNone: string
  readonly toneLight: string
  readonly toneMediumLight: string
  readonly toneMedium: string
  readonly toneMediumDark: string
  readonly toneDark: string
  /** The title of the list of keys. */
  readonly keys: string
  readonly keysWriting: string
  readonly keyNewLine: string
  readonly keyEditLast: string
  readonly keyReplyLast: string
  readonly keyMention: string
  readonly keyEmoji: string
  readonly keyBold: string
  readonly keyItalic: string
  readonly keyCode: string
  readonly keyStrike: string
  readonly keyEscape: string
  readonly keyMove: string
  readonly keyPage: string
  readonly keyEnds: string
  readonly keyEdges: string
  readonly keyActions: string
  readonly keyWrite: string
  readonly keyConversation: string
  readonly keyUnread: string
  readonly keyParts: string
  readonly keyName: string
}
