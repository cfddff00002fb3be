import { liveConformance } from '@msg/testing'
import { openHostInTabs, openHostOver } from './support/serve.ts'

liveConformance('a client over websocket', openHostOver('websocket'))
liveConformance('a client over sse', openHostOver('sse'))
liveConformance('a client over polling', openHostOver('polling'), ['live.subscribe', 'live.read', 'live.typing'])
liveConformance('a client in a tab', openHostInTabs)
