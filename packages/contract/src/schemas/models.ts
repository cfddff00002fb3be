/**
 * What answers may contain: allow-lists. An unknown field of an answer (a host's directory may give profiles more than
 * @msg knows) is left out, never sent.
 */
export * from './models/person.ts'
export * from './models/message.ts'
export * from './models/member.ts'
export * from './models/reader.ts'
export * from './models/conversation.ts'
export * from './models/change.ts'
export * from './models/live.ts'
export * from './models/account.ts'
