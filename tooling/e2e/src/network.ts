import type { BrowserContext, WebSocketRoute } from 'playwright-core'

/** The network between the pages of a context and a server's API: it can be cut while the pages themselves still load. */
export interface Network {
  /** Ends every socket and lets no request through. */
  cut(): Promise<void>
  restore(): void
}

/** Stands between the pages that a context opens from now on and the addresses that match. */
export const networkOf = async (context: BrowserContext, api: RegExp): Promise<Network> => {
  let isCut = false
  const sockets = new Set<WebSocketRoute>()
  const end = (socket: WebSocketRoute): Promise<void> => socket.close({ code: 1001 })
  await context.route(api, (route) => (isCut ? route.abort('internetdisconnected') : route.continue()))
  await context.routeWebSocket(api, async (socket) => {
    if (isCut) return end(socket)
    socket.connectToServer()
    sockets.add(socket)
  })
  return {
    async cut() {
      isCut = true
      const open = [...sockets]
      sockets.clear()
      await Promise.all(open.map(end))
    },
    restore() {
      isCut = false
    },
  }
}
