import { expect } from 'vitest'
import type { ConformanceCase } from './conformance-case.ts'

/** A deliberately broken implementation, and a case that must notice. */
export interface PlantedFault<Implementation> {
  readonly name: string
  readonly noticedBy: string
  readonly plant: (sound: Implementation) => Implementation
}

const patience = 3_000

/** Whether a case fails on an implementation; one that never ends fails too. */
export const fails = async <Context>({ run }: ConformanceCase<Context>, context: Context): Promise<boolean> => {
  let timer: ReturnType<typeof setTimeout> | undefined
  const tooLong = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(true), patience)
  })
  const failed = run(context).then(
    () => false,
    () => true,
  )
  return Promise.race([failed, tooLong]).finally(() => clearTimeout(timer))
}

/** A case by its name. */
export const caseNamed = <Context>(
  cases: readonly ConformanceCase<Context>[],
  name: string,
): ConformanceCase<Context> => cases.find((one) => one.name === name) ?? expect.fail(`there is no case "${name}"`)
