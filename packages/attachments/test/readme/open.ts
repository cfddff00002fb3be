import { diskAttachments } from '@msg/attachments/disk'
import { createMessaging } from '@msg/core'

export const open = (folder: string, key: Uint8Array) => {
  const files = diskAttachments({ folder, address: 'https://app.example/files', key })
  const messaging = createMessaging({ attachments: files })
  // In your router, for GET and HEAD of /files/*: (request) => files.answer(request)
  return { files, messaging }
}
