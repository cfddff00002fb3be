import type { Reporter, TestModule } from 'vitest/node'

/** Prints the plain closing line: "9 passed, 0 failed, 1 skipped". A module that could not run counts as failed. */
export default class ClosingLine implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly unknown[]) {
    const count = { passed: 0, failed: 0, skipped: 0, pending: 0 }
    let broken = unhandled.length
    for (const module of modules) {
      if (module.errors().length > 0) broken += 1
      for (const test of module.children.allTests()) count[test.result().state] += 1
    }
    console.log(`\n${count.passed} passed, ${count.failed + broken} failed, ${count.skipped + count.pending} skipped`)
  }
}
