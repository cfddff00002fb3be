import type { FakeServerState, FakeSettings } from './http/context.ts'
import type { Fault } from './http/faults.ts'
import type { LoggedRequest } from './http/request-log.ts'
import { openAccount, openSession } from './http/sessions.ts'
import type { Hub } from './live/hub.ts'
import { backgroundNoise, logEvents, type NewEvent } from './world/events.ts'
import * as messages from './world/messages.ts'
import * as rooms from './world/rooms.ts'
import {
  addRoom,
  addUser,
  messageOf,
  type FakeMessage,
  type FakeRoom,
  type FakeUser,
  type World,
} from './world/state.ts'
import type { ThrottleCurve } from './world/throttle.ts'

/** Everything a test (or the little page) can do to the fake from outside the chat's own protocol. */
export interface FakeControl {
  readonly world: World
  readonly settings: FakeSettings
  readonly hub: Hub
  /** Adds an account. */
  user(user: Partial<FakeUser> & { readonly id: number; readonly name: string }): FakeUser
  /** Adds a room. */
  room(room: Partial<FakeRoom> & { readonly id: number; readonly name: string }): FakeRoom
  say(userId: number, roomId: number, text: string, options?: messages.SayOptions): FakeMessage
  edit(userId: number, messageId: number, text: string): void
  delete(userId: number, messageId: number): void
  /** Toggles a star. */
  star(userId: number, messageId: number): void
  /** Toggles a pin. */
  pin(userId: number, messageId: number): void
  move(userId: number, messageIds: readonly number[], toRoomId: number): void
  enter(userId: number, roomId: number): void
  leave(userId: number, roomId: number): void
  changeRoom: (
    userId: number,
    roomId: number,
    change: { readonly name?: string; readonly description?: string },
  ) => void
  rename(userId: number, name: string): void
  invite(userId: number, invitedId: number, roomId: number): void
  /** Blocks an account for so many milliseconds from now; null lifts it. */
  suspend(userId: number, ms: number | null): void
  freeze(roomId: number, frozen?: boolean): void
  /** Puts a room in timeout for so many milliseconds from now; null lifts it. */
  timeout(roomId: number, ms: number | null): void
  setAccess(actorId: number, userId: number, roomId: number, access: rooms.Access): void
  /** Logs any event, known or not. */
  event(event: NewEvent): void
  /** Advances the event counter by activity nobody here sees. */
  noise(steps: number): void
  /** Sets the posting budget. */
  throttle(curve: ThrottleCurve): void
  /** Adds a fault; returns what withdraws it. */
  fault(fault: Fault): () => void
  /** Gives a user's sessions another fkey. */
  rotateKeys(userId: number): void
  /** Ends a user's chat sessions; with `account` also the login they came from. */
  endSessions(userId: number, how: 'chat' | 'account'): void
  /** The cookies a browser of that user would hold, as a Cookie header. */
  cookiesOf(userId: number): string
  readonly message: (id: number) => FakeMessage
  /** What was asked, without secrets. */
  requests(): readonly LoggedRequest[]
  forgetRequests(): void
  /** Throws when a request met no route. */
  assertNoUnexpected(): void
}

const sessionsOf = (world: World, userId: number) =>
  [...world.sessions.values()].filter((session) => session.userId === userId)

const accessControl = ({ world, settings }: FakeServerState) => ({
  rotateKeys(userId: number) {
    for (const session of sessionsOf(world, userId)) session.fkey = `${session.fkey.slice(1)}${session.fkey[0] ?? '0'}`
  },
  endSessions(userId: number, how: 'chat' | 'account') {
    for (const session of sessionsOf(world, userId)) session.alive = false
    if (how === 'chat') return
    for (const [token, owner] of world.accounts) if (owner === userId) world.accounts.delete(token)
  },
  cookiesOf: (userId: number) =>
    `acct=${openAccount(world, userId)}; ${settings.chatCookie}=${openSession(world, userId).token}`,
})

const expected = (request: LoggedRequest) =>
  request.status !== 404 || /^\/(chats|rooms|users|message|messages|transcript|ws-auth|events)\b/.test(request.path)

/** Binds the control verbs to a running fake. */
export const createControl = (state: FakeServerState): FakeControl => {
  const { world, log, faults, hub, settings } = state
  const later = (ms: number | null) => (ms === null ? null : world.clock.now() + ms)
  return {
    world,
    settings,
    hub,
    ...accessControl(state),
    user: (user) => addUser(world, user),
    room: (room) => addRoom(world, room),
    say: (userId, roomId, text, options) => messages.say(world, userId, roomId, text, options),
    edit: (userId, messageId, text) => messages.edit(world, userId, messageId, text),
    delete: (userId, messageId) => messages.remove(world, userId, messageId),
    star: (userId, messageId) => messages.toggleStar(world, userId, messageId),
    pin: (userId, messageId) => messages.togglePin(world, userId, messageId),
    move: (userId, ids, toRoomId) => messages.move(world, userId, ids, toRoomId),
    enter: (userId, roomId) => rooms.enter(world, userId, roomId),
    leave: (userId, roomId) => rooms.leave(world, userId, roomId),
    changeRoom: (userId, roomId, change) => rooms.changeRoom(world, userId, roomId, change),
    rename: (userId, name) => rooms.renameUser(world, userId, name),
    invite: (userId, invitedId, roomId) => void rooms.invite(world, userId, invitedId, roomId),
    suspend: (userId, ms) => rooms.suspend(world, userId, later(ms)),
    freeze: (roomId, frozen) => rooms.freeze(world, roomId, frozen),
    timeout: (roomId, ms) => rooms.timeout(world, roomId, later(ms)),
    setAccess: (actorId, userId, roomId, access) => rooms.setAccess(world, actorId, userId, roomId, access),
    event: (event) => void logEvents(world, event),
    noise: (steps) => backgroundNoise(world, steps),
    throttle: (curve) => void (state.throttle.curve = curve),
    fault: (fault) => faults.add(fault),
    message: (id) => messageOf(world, id),
    requests: () => [...log.requests],
    forgetRequests: () => log.clear(),
    assertNoUnexpected() {
      const [first] = log.requests.filter((request) => !expected(request))
      if (first) throw new Error(`the fake was asked for ${first.method} ${first.path}, which it does not know`)
    },
  }
}
