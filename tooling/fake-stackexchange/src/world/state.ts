import type { FakeClock } from '../clock.ts'

/** Who may do what in a room: anyone, only those let in, or only those who may see it at all. */
export type RoomKind = 'public' | 'gallery' | 'private'

/** How pages are drawn: as until 2020, with the present users as JSON, or as after the redesign of 2025. */
export type Markup = 'classic' | 'present-json' | 'redesign'

/** A chat account. */
export interface FakeUser {
  readonly id: number
  name: string
  email: string
  password: string
  reputation: number
  isModerator: boolean
  emailHash: string
  about: string
  roomCount: number
  /** Messages written before the fake began, added to those it has seen. */
  earlierMessages: number
  blockedUntil: number | null
  lastSeen: number
  lastPost: number
}

/** A room. */
export interface FakeRoom {
  readonly id: number
  name: string
  description: string
  tags: readonly string[]
  parentSite: string | null
  kind: RoomKind
  frozen: boolean
  timeoutUntil: number | null
  earlierMessages: number
  earlierUsers: number
  readonly owners: Set<number>
  readonly writers: Set<number>
  readonly readers: Set<number>
  readonly present: Set<number>
}

/** One version of a message. */
export interface Revision {
  readonly userId: number
  readonly time: number
  readonly source: string
}

/** A message; its latest revision is what is shown. */
export interface FakeMessage {
  readonly id: number
  roomId: number
  readonly userId: number
  readonly time: number
  readonly revisions: Revision[]
  readonly stars: Set<number>
  readonly pins: Set<number>
  parentId: number | null
  showParent: boolean
  deleted: boolean
  moved: boolean
}

/** A logged-in (or anonymous) browser. */
export interface FakeSession {
  readonly token: string
  readonly userId: number
  fkey: string
  readonly rooms: Set<number>
  alive: boolean
}

/** An event of the log; the wire form depends on who looks. */
export interface LoggedEvent {
  readonly id: number
  readonly roomId: number | null
  /** The event as `viewer` sees it, or null when it is not for them. */
  readonly wire: (viewer: number) => Record<string, unknown> | null
  /** Delivered even to sessions that have not joined the room. */
  readonly notice: boolean
}

/** Everything the fake knows. */
export interface World {
  readonly clock: FakeClock
  readonly users: Map<number, FakeUser>
  readonly rooms: Map<number, FakeRoom>
  readonly messages: Map<number, FakeMessage>
  readonly sessions: Map<string, FakeSession>
  readonly accounts: Map<string, number>
  readonly events: LoggedEvent[]
  readonly onEvents: Set<() => void>
  /** The server-wide event counter. */
  counter: number
  nextMessageId: number
  nextToken: number
  /** Events kept for replay. */
  readonly retention: number
}

/** Creates an empty world with the two system users. */
export const createWorld = (clock: FakeClock, retention = 5_000): World => {
  const world: World = {
    clock,
    users: new Map(),
    rooms: new Map(),
    messages: new Map(),
    sessions: new Map(),
    accounts: new Map(),
    events: [],
    onEvents: new Set(),
    counter: 100_000,
    nextMessageId: 5_000,
    nextToken: 1,
    retention,
  }
  addUser(world, { id: -1, name: 'Community', isModerator: true, about: 'I am not really a person.' })
  addUser(world, { id: -2, name: 'Feeds' })
  return world
}

/** Seconds since 1970, as the wire tells times. */
export const unixTime = (world: World) => Math.floor(world.clock.now() / 1000)

/** Adds an account. */
export const addUser = (world: World, user: Partial<FakeUser> & { readonly id: number; readonly name: string }) => {
  const now = Math.floor(world.clock.now() / 1000)
  const added: FakeUser = {
    email: `user${user.id}@example.org`,
    password: `password of ${user.id}`,
    reputation: 101,
    isModerator: false,
    emailHash: `!https://avatars.example/${user.id}.png`,
    about: '',
    roomCount: 1,
    earlierMessages: 0,
    blockedUntil: null,
    lastSeen: now,
    lastPost: now,
    ...user,
  }
  world.users.set(user.id, added)
  return added
}

/** Adds a room. */
export const addRoom = (world: World, room: Partial<FakeRoom> & { readonly id: number; readonly name: string }) => {
  const added: FakeRoom = {
    description: '',
    tags: [],
    parentSite: null,
    kind: 'public',
    frozen: false,
    timeoutUntil: null,
    earlierMessages: 0,
    earlierUsers: 0,
    owners: new Set(),
    writers: new Set(),
    readers: new Set(),
    present: new Set(),
    ...room,
  }
  world.rooms.set(room.id, added)
  return added
}

/** The user of that id; throws when a test names one that does not exist. */
export const userOf = (world: World, id: number): FakeUser => {
  const user = world.users.get(id)
  if (!user) throw new Error(`the fake has no user ${id}`)
  return user
}

/** The room of that id; throws when a test names one that does not exist. */
export const roomOf = (world: World, id: number): FakeRoom => {
  const room = world.rooms.get(id)
  if (!room) throw new Error(`the fake has no room ${id}`)
  return room
}

/** The message of that id; throws when a test names one that does not exist. */
export const messageOf = (world: World, id: number): FakeMessage => {
  const message = world.messages.get(id)
  if (!message) throw new Error(`the fake has no message ${id}`)
  return message
}

/** The markdown of the latest revision. */
export const sourceOf = (message: FakeMessage): string => message.revisions.at(-1)?.source ?? ''
