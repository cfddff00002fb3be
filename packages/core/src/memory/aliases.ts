import type { Alias } from '../ports/store.ts'

interface Surface {
  readonly numbers: Map<string, number>
  readonly ids: Map<number, string>
  last: number
}

/** The integers by which surfaces know ids. */
export const memoryAliases = () => {
  const surfaces = new Map<string, Surface>()
  const of = (name: string): Surface => {
    const surface = surfaces.get(name) ?? { numbers: new Map(), ids: new Map(), last: 0 }
    surfaces.set(name, surface)
    return surface
  }
  const keep = (surface: Surface, { id, number }: Alias): void => {
    surface.numbers.set(id, number)
    surface.ids.set(number, id)
    surface.last = Math.max(surface.last, number)
  }
  const isKept = (surface: Surface, { id, number }: Alias): boolean => surface.ids.get(number) === id
  return {
    alias: (name: string, ids: readonly string[]): readonly Alias[] => {
      const surface = of(name)
      for (const id of ids) if (!surface.numbers.has(id)) keep(surface, { id, number: surface.last + 1 })
      return [...new Set(ids)].map((id) => ({ id, number: surface.numbers.get(id) ?? 0 }))
    },
    aliased: (name: string, numbers: readonly number[]): readonly Alias[] =>
      [...new Set(numbers)].flatMap((number) => {
        const id = of(name).ids.get(number)
        return id === undefined ? [] : [{ id, number }]
      }),
    isAlias: (name: string, alias: Alias): boolean => isKept(of(name), alias),
    claimAliases: (name: string, aliases: readonly Alias[]): readonly number[] => {
      const surface = of(name)
      for (const alias of aliases)
        if (!surface.ids.has(alias.number) && !surface.numbers.has(alias.id)) keep(surface, alias)
      return aliases.filter((alias) => !isKept(surface, alias)).map(({ number }) => number)
    },
  }
}

export type MemoryAliases = ReturnType<typeof memoryAliases>
