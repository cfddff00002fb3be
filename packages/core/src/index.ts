// The engine and the ways in
export { createMessaging } from './messaging.ts'
export type { Messaging, MessagingOptions, RevokeInput, ServiceScope } from './messaging.ts'
export type { FeedInput, TransportFeed } from './delivery/streams.ts'
export type { Noun, VerbName } from './verb-name.ts'
export type { Retention } from './delivery/retention.ts'
export type {
  DeadLetter,
  DeadLetterPage,
  DeadLetters,
  DeadLettersInput,
  ListDeadLettersInput,
} from './delivery/dead-letters.ts'
export type { NotifierCounts } from './delivery/notifier-runner.ts'
export type {
  AccountVerbs,
  AddedMembers,
  AddMembersInput,
  AttachmentInput,
  AttachmentVerbs,
  BlockPage,
  BrowseRoomsInput,
  CallOptions,
  ChangePage,
  Connection,
  ContactPage,
  ClearInput,
  ConversationInput,
  ConversationVerbs,
  Cursor,
  EditMessageInput,
  ErasedAccount,
  Hit,
  HitPage,
  ExportPage,
  InboxPage,
  InboxVerbs,
  ListInboxInput,
  ListMembersInput,
  ListMessagesInput,
  AroundMessageInput,
  MessagesAround,
  MessageStats,
  StatsInput,
  ListReceiptsInput,
  LiveEvent,
  LiveSubscription,
  ListBlocksInput,
  ListContactsInput,
  LiveVerbs,
  MarkDeliveredInput,
  MarkReadInput,
  MemberInput,
  MemberPage,
  MemberVerbs,
  MessageInput,
  MessagePage,
  MessageVerbs,
  MuteInput,
  NoInput,
  PageInput,
  OpenChannelInput,
  OpenRoomInput,
  PeopleInput,
  PeopleVerbs,
  PersonInput,
  PersonList,
  ReactionInput,
  ReactionVerbs,
  ReadChangesInput,
  ListReadsInput,
  ReadList,
  ReceiptPage,
  ReceiptVerbs,
  RevisionList,
  RoomPage,
  RoomVerbs,
  SearchPeopleInput,
  SearchMessagesInput,
  SendMessageInput,
  SendToUsersInput,
  SentTo,
  SendToTargetInput,
  SentToTarget,
  Session,
  SetRoleInput,
  StartDirectInput,
  StartGroupInput,
  SubscribeInput,
  Typed,
  TypingInput,
  Unread,
  UnreadConversation,
  UnreadPage,
  UpdateConversationInput,
  UploadInput,
} from './session.ts'

// What there is: the model
export type { AccountRecord, ConversationOfMine, MessageOfMine, ReaderState } from './model/account.ts'
export type { Block, BlockState } from './model/block.ts'
export type {
  Change,
  ChangeSubjects,
  ChangeType,
  ConversationChange,
  PersonalChange,
  PersonalChangeType,
  PersonalSubjects,
  Revoked,
} from './model/change.ts'
export type { Claim, ClaimKey, Claims, KeepClaimInput, ReleaseClaimInput, TakeClaimInput } from './model/claim.ts'
export type {
  Conversation,
  ConversationKind,
  ConversationState,
  Deleted,
  InvitePolicy,
  JoinPolicy,
  Visibility,
} from './model/conversation.ts'
export type { Erased } from './model/erased.ts'
export type { ConversationId, MessageId, Timestamp, UserId } from './model/ids.ts'
export { hostActor, isErased, isId, isService, isTimestamp, uuidFromDigest, uuidFromTime } from './model/ids.ts'
export type {
  ImportBatch,
  ImportOptions,
  ImportConflict,
  ImportCounts,
  ImportedAdvance,
  ImportedAlias,
  ImportedConversation,
  ImportedMember,
  ImportedMessage,
  ImportedReaction,
  ImportedReader,
  ImportKind,
  ImportRefusal,
  ImportResult,
} from './model/import.ts'
export type { Member, MemberRole, MemberStatus, Permissions, Standing } from './model/member.ts'
export type { Hidden, Message, MessageFilter, Purged, Reaction, Revision } from './model/message.ts'
export { countCap } from './model/page.ts'
export type { Count } from './model/page.ts'
export type { Person, Profile } from './model/profile.ts'
export type { Cleared, Muted } from './model/reader.ts'
export { keptAdvances } from './model/receipt.ts'
export type { ReadAdvance, Receipt } from './model/receipt.ts'
export { periods } from './model/stats.ts'
export type { CountedBy, Period, StatsRow } from './model/stats.ts'
export type { Target } from './model/target.ts'
export type { Signal, Typing } from './model/signal.ts'
export { mediaTypes } from './model/attachment.ts'
export type { Attachment, AttachmentAddress, AttachmentId, MediaType } from './model/attachment.ts'
export { limits, mostOnPage } from './rules/limits.ts'
export { wrongText } from './rules/text.ts'
export { hasTerms, rangesOf, termsOf, wordsOf } from './rules/search-text.ts'
export type { SearchTerm, TextRange } from './rules/search-text.ts'
export { accountCsv } from './rules/account-csv.ts'
export { directId } from './rules/direct.ts'
export { channelId, roomId } from './rules/rooms.ts'

// What hosts switch, refuse and rework
export { defaultFeatures } from './rules/features.ts'
export type { Features } from './model/features.ts'
export type { HostOptions } from './policies/host.ts'
export type { Plugin } from './policies/plugin.ts'
export { policyCodes } from './policies/policy.ts'
export type { Act, Policy, PolicyAnswer, PolicyGuard, PolicyRefusal } from './policies/policy.ts'
export type { Processor, TextDraft } from './policies/processor.ts'
export { allowedRecipients } from './policies/allowed-recipients.ts'
export type { Recipients } from './policies/allowed-recipients.ts'
export { contactsOnly } from './policies/contacts-only.ts'
export { editWindow } from './policies/edit-window.ts'
export { defaultRates, rateLimit } from './policies/rate-limit.ts'
export type { Rate, Rates } from './policies/rate-limit.ts'
export { readOnly } from './policies/read-only.ts'
export type { VerbGroup } from './rules/verb-table.ts'

// Ready-made notifiers
export { missedNotifier } from './notifiers/missed.ts'
export type { Missed, MissedOptions } from './notifiers/missed.ts'

// What goes wrong
export { errorStatus, isErrorCode, isMsgError, MsgError } from './errors.ts'
export type { ClientErrorCode, ErrorCode, ErrorDetails, InvalidPlace } from './errors.ts'

// What adapters implement: the ports
export { feedLimit, roomsSearched, countedAtMost, searchedAtMost, walkedAtMost } from './ports/store.ts'
export type {
  Activity,
  Alias,
  AdvanceDraft,
  Admitted,
  BlockRecord,
  BlocksQuery,
  ChangeDraft,
  CommitItem,
  CommitOutcome,
  ConversationFacts,
  ConversationRecord,
  CreationDraft,
  Guard,
  HeadsQuery,
  InboxHead,
  InboxQuery,
  InboxRecord,
  KeptLease,
  LeaseQuery,
  LoggedChange,
  LogPage,
  LogPoint,
  LogRange,
  MemberFacts,
  MemberRecord,
  MessageFacts,
  MembersQuery,
  FilteredMessages,
  FilteredQuery,
  FilterQuery,
  MessagesQuery,
  Neighbours,
  PersonalDraft,
  ForgetQuery,
  PruneQuery,
  ReadsQuery,
  ReceiptRecord,
  ReceiptsQuery,
  RoomsQuery,
  RosterFacts,
  SearchFound,
  SearchPlace,
  SearchQuery,
  Slice,
  SliceQuery,
  Stats,
  StatsQuery,
  Snapshot,
  Stamp,
  Store,
  StoreMeta,
  UnreadCount,
  UnreadQuery,
  UnreadTotals,
  UsedId,
  Viewer,
  Window,
} from './ports/store.ts'
export type {
  ConversationImport,
  ImportDraft,
  ImportOutcome,
  ImportOutcomes,
  MemberImport,
  MessageImport,
  ReaderImport,
} from './ports/import-draft.ts'
export type { AttachmentStore } from './ports/attachment-store.ts'
export { noAttachments } from './ports/attachments.ts'
export type { Attachments, SignedAddress } from './ports/attachments.ts'
export type { AccountContents, AccountStore, ContentsQuery, ErasureStep, PlacesQuery } from './ports/accounts.ts'
export type { Notice, NoticeConversation, NoticeOutcome, Notifier, NotifyOptions } from './ports/notifier.ts'
export type {
  AudienceMember,
  AudienceRecord,
  AudiencesQuery,
  BuriedChange,
  DeadLetterRecord,
  DeadLettersQuery,
  MissedQuery,
  MissedRecord,
  NotifierPlace,
  NotifierStep,
  NotifierStore,
  ParkedChange,
} from './ports/notifier-store.ts'
export { noTargets, userTargets } from './ports/targets.ts'
export type { TargetDescription, TargetRight, Targets } from './ports/targets.ts'
export type { Grant, NewTicket, TicketStore } from './ports/tickets.ts'
export { localBus } from './ports/bus.ts'
export type { Bus } from './ports/bus.ts'
export { systemClock } from './ports/clock.ts'
export type { Clock } from './ports/clock.ts'
export { openDirectory } from './ports/directory.ts'
export type { ContactsPage, ContactsQuery, Directory } from './ports/directory.ts'
export { randomIds } from './ports/ids.ts'
export type { Ids } from './ports/ids.ts'
export { silentLogger } from './ports/logger.ts'
export type { Logger } from './ports/logger.ts'
export { answersToNothing } from './rules/imported-answers.ts'
export { createSlots } from './slots.ts'
export type { Slots } from './slots.ts'
