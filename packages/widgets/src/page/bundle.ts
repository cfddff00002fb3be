/** The scripts of the page, by file name, as text. */
export interface PageBundle {
  /** Which of them begins. */
  readonly start: string
  readonly files: Readonly<Record<string, () => Promise<{ readonly default: string }>>>
}

/** What the build makes of `start.ts`, each file loaded when it is first asked for: see `tsup.config.ts`. In the source it is empty. */
export const bundle: PageBundle = { start: '', files: {} }
