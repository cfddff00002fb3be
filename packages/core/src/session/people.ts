import type { Block, BlockState } from '../model/block.ts'
import type { UserId } from '../model/ids.ts'
import type { Person, Profile } from '../model/profile.ts'
import type { CallOptions } from './call.ts'

/** Finding people, and keeping them away. */
export interface PeopleVerbs {
  /**
   * People whose full name, username or e-mail contains every word of the query, whatever its case. Never me, nobody who is
   * not active, nobody I may not contact.
   * @example const { profiles } = await session.people.search({ query: 'jan' })
   */
  search(input: SearchPeopleInput, options?: CallOptions): Promise<PersonList>
  /** The people to offer before anything is typed, a page at a time. A page may be short, even empty, without being the last. @throws invalid_cursor */
  contacts(input?: ListContactsInput, options?: CallOptions): Promise<ContactPage>
  /** How these users are shown; who does not exist is simply absent. */
  get(input: PeopleInput, options?: CallOptions): Promise<PersonList>
  /**
   * Keeps somebody away: from now on neither of us starts a direct with, invites, or writes in the direct to the other, they do
   * not find me, and I see nothing of their typing and reading. They are not told. Groups go on. Again answers as the first time.
   * @throws not_found
   */
  block(input: PersonInput, options?: CallOptions): Promise<Block>
  /** Lets somebody near again; nothing happens when I had not blocked them. */
  unblock(input: PersonInput, options?: CallOptions): Promise<BlockState>
  /** Whom I have blocked, latest first. @throws invalid_cursor */
  blocked(input?: ListBlocksInput, options?: CallOptions): Promise<BlockPage>
}

/** Whom to look for. */
export interface SearchPeopleInput {
  /** 1 to 256 characters (code points), not only white space. */
  readonly query: string
  /** 1 to 100, default 50. */
  readonly limit?: number
}

/** Which page of my contacts. */
export interface ListContactsInput {
  /** The `next` of the page before. */
  readonly after?: string
  /** 1 to 100, default 50. */
  readonly limit?: number
}

/** Names a user. */
export interface PersonInput {
  readonly userId: UserId
}

/** Which page of whom I have blocked. */
export interface ListBlocksInput {
  /** The `next` of the page before. */
  readonly after?: string
  /** 1 to 100, default 50. */
  readonly limit?: number
}

/** Names users. */
export interface PeopleInput {
  /** 1 to 100 users. */
  readonly userIds: readonly UserId[]
}

/** People. */
export interface PersonList {
  readonly profiles: readonly Person[]
}

/** A page of people. */
export interface ContactPage extends PersonList {
  /** The `after` of the next page; null on the last. */
  readonly next: string | null
}

/** A page of whom I have blocked, with their profiles. */
export interface BlockPage {
  readonly blocks: readonly Block[]
  readonly profiles: readonly Profile[]
  /** The `after` of the next page; null on the last. */
  readonly next: string | null
}
