import type { Reporter, TestModule } from 'vitest/node'

/**
 * Prints what failed once more, a line each, because a log is often cut to its end; then the plain closing line:
 * "9 passed, 0 failed, 1 skipped". A module that could not run counts as failed.
 */
export default class ClosingLine implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly unknown[]) {
    const count = { passed: 0, failed: 0, skipped: 0, pending: 0 }
    const failures = unhandled.map((error) => `outside of any test: ${firstLine(error)}`)
    for (const module of modules) {
      for (const error of module.errors()) failures.push(`${module.relativeModuleId}: ${firstLine(error)}`)
      for (const test of module.children.allTests()) {
        const { state, errors = [] } = test.result()
        count[state] += 1
        if (state !== 'failed') continue
        failures.push(`${module.relativeModuleId} > ${test.fullName}: ${firstLine(errors[0])}`)
      }
    }
    if (failures.length > 0) console.log(`\n${failures.map((line) => `failed: ${line}`).join('\n')}`)
    const failed = failures.length
    console.log(`\n${count.passed} passed, ${failed} failed, ${count.skipped + count.pending} skipped`)
  }
}

const firstLine = (error: unknown): string => {
  const message = typeof error === 'object' && error !== null && 'message' in error ? error.message : error
  return String(message).split('\n', 1)[0]?.slice(0, 300) ?? ''
}
