import { createMessaging, type Messaging } from '@msg/core'
import { mountMessaging, type Authenticate } from '@msg/hono'
import { Hono } from 'hono'

const authenticate: Authenticate = (request) => {
  const userId = request.headers.get('x-user') // your session check
  return userId === null ? null : { userId }
}

declare global {
  var messaging: Promise<Messaging> | undefined
}
const open = async () => createMessaging() // { store: await openPostgres({ url }) }
const mount = async () => {
  const messaging = await (globalThis.messaging ??= open())
  return new Hono().route('/chat', mountMessaging(messaging, { authenticate }))
}
let chat: Promise<Hono> | undefined

const handle = async (request: Request): Promise<Response> => {
  chat ??= mount()
  // What could not be opened is tried again by the next request.
  chat.catch(() => (chat = globalThis.messaging = undefined))
  return (await chat).fetch(request)
}
export { handle as DELETE, handle as GET, handle as OPTIONS, handle as PATCH, handle as POST, handle as PUT }
