import * as z from 'zod'

export const next = z.string().nullable()
