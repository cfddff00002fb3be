import { project } from '../../tooling/vitest/project.ts'

// Whether nobody is shut out is asked twelve times of a page: that takes its time on a busy machine.
export default project('widgets', { testTimeout: 90_000 })
