import { once } from 'node:events'
import { createServer } from 'node:http'
import { diskAttachments } from '@msg/attachments/disk'
import { createMessaging } from '@msg/core'
import { mountMessaging, type Authenticate } from '@msg/hono'
import { attachNode, upgradeWebSocket } from '@msg/hono/node'
import express from 'express'
import { Hono } from 'hono'

/** Where files are kept, and the secret that signs their addresses: 32 bytes of your settings, the same on every node. */
export interface Files {
  readonly folder: string
  readonly key: Uint8Array
}

export const start = async (port: number, authenticate: Authenticate, { folder, key }: Files) => {
  const files = diskAttachments({ folder, address: '/files', key })
  const messaging = createMessaging({ attachments: files })
  const server = createServer(express())
  const chat = attachNode(server, '/chat', mountMessaging(messaging, { authenticate, upgradeWebSocket }))
  attachNode(
    server,
    '/files',
    new Hono().get('*', ({ req }) => files.answer(req.raw)),
  )
  server.listen(port)
  await once(server, 'listening')
  const stop = async () => {
    chat.close()
    server.close()
    await once(server, 'close')
    await messaging.close()
  }
  return { server, stop }
}
