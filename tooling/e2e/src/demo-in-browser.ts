import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll } from 'vitest'
import { startDemo } from './demo-server.ts'
import type { DemoServer } from './demo-server.ts'

/** What tests of the demo need: there from the first of a file to the last. */
export interface DemoInBrowser<B> {
  readonly browser: B
  readonly demo: DemoServer
  /** What the demo keeps its data in. */
  readonly folder: string
  /** Starts a demo that has ended again, over the same folder and at the same port. */
  restart(): Promise<void>
}

/** Starts a browser, and a demo over a folder of its own, before the tests of a file or of a `describe`; ends both after them. */
export const demoInBrowser = <B extends { close(): Promise<void> }>(launch: () => Promise<B>): DemoInBrowser<B> => {
  let folder = ''
  let browser: B
  let demo: DemoServer
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'msg-demo-'))
    browser = await launch()
    demo = await startDemo(folder)
  })
  afterAll(async () => {
    await browser?.close()
    await demo?.end('SIGKILL')
    await rm(folder, { recursive: true, force: true })
  })
  return {
    get browser() {
      return browser
    },
    get demo() {
      return demo
    },
    get folder() {
      return folder
    },
    async restart() {
      demo = await startDemo(folder, demo.port)
    },
  }
}
