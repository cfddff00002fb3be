import { project } from '../vitest/project.ts'

// Starting the demo over a new folder takes ten seconds of a processor, and a test may do so more than once.
export default project('e2e', { testTimeout: 300_000, hookTimeout: 300_000 })
