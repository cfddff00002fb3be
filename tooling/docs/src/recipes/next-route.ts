import { createMessaging } from '@msg/core'
import { mountMessaging, type Authenticate } from '@msg/hono'
import { Hono } from 'hono'

const authenticate: Authenticate = (request) => {
  const userId = request.headers.get('x-user') // your session check
  return userId === null ? null : { userId }
}
const messaging = createMessaging()
const chat = new Hono().route('/chat', mountMessaging(messaging, { authenticate }))

const handle = (request: Request): Response | Promise<Response> => chat.fetch(request)
export { handle as DELETE, handle as GET, handle as OPTIONS, handle as PATCH, handle as POST, handle as PUT }
