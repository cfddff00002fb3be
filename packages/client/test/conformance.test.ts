import { sessionConformance } from '@msg/testing'
import { openHost } from './support/serve.ts'

sessionConformance('a client over HTTP and WebSocket, on memory', openHost)
