import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import { getRequestListener } from '@hono/node-server'
import { WebSocketServer } from 'ws'
import { createManualClock, type FakeClock } from './clock.ts'
import { createControl, type FakeControl } from './control.ts'
import { chatApp } from './http/chat-app.ts'
import type { FakeServerState, FakeSettings } from './http/context.ts'
import { controlRoutes } from './http/control-routes.ts'
import { createFaults } from './http/faults.ts'
import { loginApp } from './http/login-app.ts'
import { createRequestLog } from './http/request-log.ts'
import { openSession } from './http/sessions.ts'
import { createHub } from './live/hub.ts'
import { createWorld } from './world/state.ts'
import { createThrottle } from './world/throttle.ts'

/** How a fake is started. */
export interface FakeOptions {
  /** Default: a manual clock that stands still. */
  readonly clock?: FakeClock
  /** Port of the chat, default any free one. */
  readonly port?: number
  /** How many events are kept for replay, default 5,000. */
  readonly retention?: number
  readonly settings?: Partial<FakeSettings>
}

/** A running fake. */
export interface FakeStackExchange extends FakeControl, AsyncDisposable {
  readonly clock: FakeClock
  /** What a client is given to talk to this fake. */
  readonly server: { readonly chatOrigin: string; readonly loginOrigin: string; readonly chatCookie: string }
  close(): Promise<void>
}

const listen = (server: Server, port: number) =>
  new Promise<string>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', () => resolve(originOf(server.address())))
  })

const originOf = (address: AddressInfo | string | null) => {
  if (address === null || typeof address === 'string') throw new Error('the fake listens on no port')
  return `http://127.0.0.1:${address.port}`
}

const closeServer = (server: Server) =>
  new Promise<void>((resolve) => {
    server.close(() => resolve())
    server.closeAllConnections()
  })

/** Upgrades `/events/ROOM/TICKET` to a socket; without the right Origin the line is cut. */
const upgrades =
  (state: FakeServerState, sockets: WebSocketServer) => (request: IncomingMessage, line: Duplex, head: Buffer) => {
    const url = new URL(request.url ?? '/', state.origins.chat)
    const ticket = url.pathname.split('/').at(-1) ?? ''
    const granted = state.tickets.get(ticket)
    state.tickets.delete(ticket)
    if (!granted || state.hub.faults.refuse || request.headers.origin !== state.origins.chat) {
      line.destroy()
      return
    }
    sockets.handleUpgrade(request, line, head, (socket) => {
      const since = url.searchParams.has('l') ? Number(url.searchParams.get('l')) : null
      granted.session.rooms.add(granted.roomId)
      const link = {
        send: (text: string) => socket.send(text),
        close: (code: number) => socket.close(code),
        terminate: () => socket.terminate(),
      }
      socket.on('close', () => state.hub.detach(link))
      state.hub.attach(granted.session, link, since)
    })
  }

const initialState = (options: FakeOptions, clock: FakeClock): FakeServerState => {
  const world = createWorld(clock, options.retention)
  return {
    world,
    hub: createHub(world),
    faults: createFaults(),
    throttle: createThrottle(world),
    log: createRequestLog(),
    settings: {
      markup: 'classic',
      staleKey: 'not-found',
      anonymousSockets: false,
      pollsSeveralRooms: true,
      acceptsAccounts: true,
      chatCookie: 'sechatusr',
      ...options.settings,
    },
    tickets: new Map(),
    anonymous: openSession(world, 0),
    origins: { chat: '', login: '' },
  }
}

/** Starts a fake on two free loopback ports: the login site and the chat. */
export const startFake = async (options: FakeOptions = {}): Promise<FakeStackExchange> => {
  const clock = options.clock ?? createManualClock()
  const state = initialState(options, clock)
  const control = createControl(state)
  const chat = chatApp(state)
  controlRoutes(chat, control)
  const answerChat = getRequestListener(chat.fetch)
  const answerLogin = getRequestListener(loginApp(state).fetch)
  const chatServer = createServer((request, response) => void answerChat(request, response))
  const loginServer = createServer((request, response) => void answerLogin(request, response))
  const sockets = new WebSocketServer({ noServer: true })
  chatServer.on('upgrade', upgrades(state, sockets))
  state.origins.chat = await listen(chatServer, options.port ?? 0)
  state.origins.login = await listen(loginServer, 0)

  const close = async () => {
    for (const socket of sockets.clients) socket.terminate()
    sockets.close()
    await Promise.all([closeServer(chatServer), closeServer(loginServer)])
  }
  const { chat: chatOrigin, login: loginOrigin } = state.origins
  return {
    ...control,
    clock,
    server: { chatOrigin, loginOrigin, chatCookie: state.settings.chatCookie },
    close,
    [Symbol.asyncDispose]: close,
  }
}
