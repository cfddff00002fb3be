/**
 * The tables, for reading them from your own Drizzle queries. They are made by the migrations, and a test compares the two.
 * Nothing but the store writes to them.
 */
export * from './schema/msg.ts'
export * from './schema/database.ts'
export * from './schema/conversation.ts'
export * from './schema/member.ts'
export * from './schema/reader.ts'
export * from './schema/message.ts'
export * from './schema/person.ts'
export * from './schema/alias.ts'
export * from './schema/change.ts'
export * from './schema/notifier.ts'
