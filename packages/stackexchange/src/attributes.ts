import { abortable } from './abort.ts'
import { StackExchangeError } from './errors.ts'

/** Fetches some attributes at once. */
export type AttributeLoader<A extends object> = () => Promise<Partial<A>>

/** Attributes that are fetched when first asked for, in groups, and remembered. */
export interface Attributes<A extends object> {
  /** The attribute, fetched at most once however many ask. A failure is not remembered. */
  get<K extends keyof A>(name: K): Promise<A[K]>
  /** The attribute if it is known already. */
  peek<K extends keyof A>(name: K): A[K] | undefined
  /** These attributes, fetching the groups that are not known yet. */
  some<K extends keyof A>(names: readonly K[], signal?: AbortSignal): Promise<Pick<A, K>>
  /** Has these (or all, when none is named) fetched again when next asked for. */
  forget(...names: readonly (keyof A)[]): void
  /** Takes in what came to light elsewhere. */
  learn(known: Partial<A>): void
  /** Fetches the group of an attribute again. */
  refresh(name: keyof A, signal?: AbortSignal): Promise<void>
}

const isComplete = <A extends object, K extends keyof A>(
  known: Partial<A>,
  names: readonly K[],
): known is Partial<A> & Pick<A, K> => names.every((name) => known[name] !== undefined)

/** Creates attributes of which nothing is known; `loaders` says what fetches each. */
export const createAttributes = <A extends object>(
  loaders: Readonly<Record<keyof A, AttributeLoader<A>>>,
  what: string,
): Attributes<A> => {
  const known: Partial<A> = {}
  const loading = new Map<AttributeLoader<A>, Promise<void>>()

  const load = (loader: AttributeLoader<A>) => {
    const under = loading.get(loader)
    if (under) return under
    const started = loader()
      .then((values) => void Object.assign(known, values))
      .finally(() => loading.delete(loader))
    loading.set(loader, started)
    return started
  }

  return {
    async get(name) {
      const before = known[name]
      if (before !== undefined) return before
      await load(loaders[name])
      const after = known[name]
      if (after === undefined) throw new StackExchangeError('protocol', { during: `${what}.${String(name)}` })
      return after
    },
    async some(names, signal) {
      const missing = names.filter((name) => known[name] === undefined)
      await abortable(Promise.all([...new Set(missing.map((name) => loaders[name]))].map(load)), signal)
      if (!isComplete(known, names)) throw new StackExchangeError('protocol', { during: what })
      return { ...known }
    },
    forget(...names) {
      for (const name of Object.keys(known))
        if (names.length === 0 || names.some((one) => one === name)) Reflect.deleteProperty(known, name)
    },
    peek: (name) => known[name],
    learn: (values) => void Object.assign(known, values),
    refresh: (name, signal) => abortable(load(loaders[name]), signal),
  }
}
