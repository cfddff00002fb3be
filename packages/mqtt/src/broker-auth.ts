import type { UserId } from '@msg/core'
import type { TopicAcl, TopicAction } from './acl.ts'

/** What a broker's questions are answered with. */
export interface BrokerAuthOptions {
  /** Who these credentials are of; null for nobody. */
  readonly authenticate: (username: string, password: string) => Promise<UserId | null> | UserId | null
  readonly acl: TopicAcl
  /**
   * How to say no: by the status, 403, as plugins of Mosquitto take it, or always 200 with `{ "result": "allow" | "deny" }`, as
   * EMQX does. Default `status`.
   */
  readonly answers?: 'status' | 'result'
}

/** What is read of a question, whatever its form. */
type Question = ReadonlyMap<string, string>

const largest = 16_384

/**
 * The HTTP endpoints that brokers ask: `…/auth` (fields `username`, `password`) and `…/acl` (`username`, `topic`, and `action` of
 * `publish` or `subscribe`, or `acc` of 1 to 4), as JSON or a form. Whoever reaches it can try passwords: let only the broker.
 */
export const createBrokerAuth = ({ authenticate, acl, answers = 'status' }: BrokerAuthOptions) => {
  const answer = (allowed: boolean): Response =>
    Response.json({ result: allowed ? 'allow' : 'deny' }, { status: allowed || answers === 'result' ? 200 : 403 })

  const knows = async (question: Question): Promise<boolean> => {
    const [username, password] = [question.get('username'), question.get('password')]
    if (username === undefined || password === undefined) return false
    return (await authenticate(username, password)) === username
  }
  const permits = async (question: Question): Promise<boolean> => {
    const [username, topic] = [question.get('username'), question.get('topic')]
    const actions = actionsOf(question)
    if (username === undefined || topic === undefined || actions.length === 0) return false
    for (const action of actions) if (!(await acl.allows(username, action, topic))) return false
    return true
  }

  return async (request: Request): Promise<Response> => {
    if (request.method !== 'POST') return new Response(null, { status: 405, headers: { allow: 'POST' } })
    const { pathname } = new URL(request.url)
    const question = await questionOf(request)
    if (pathname.endsWith('/auth')) return answer(await knows(question))
    if (pathname.endsWith('/acl')) return answer(await permits(question))
    return new Response(null, { status: 404 })
  }
}

const byAcc: Readonly<Record<string, readonly TopicAction[]>> = {
  1: ['subscribe'],
  2: ['publish'],
  3: ['subscribe', 'publish'],
  4: ['subscribe'],
}

const actionsOf = (question: Question): readonly TopicAction[] => {
  const action = question.get('action')
  if (action === 'publish' || action === 'subscribe') return [action]
  const acc = question.get('acc') ?? ''
  return Object.hasOwn(byAcc, acc) ? (byAcc[acc] ?? []) : []
}

/** The fields that are texts or numbers; none when it cannot be read. */
const questionOf = async (request: Request): Promise<Question> => {
  const text = await request.text()
  if (text.length > largest) return new Map()
  if (!(request.headers.get('content-type') ?? '').includes('json')) return new Map(new URLSearchParams(text))
  try {
    const parsed: unknown = JSON.parse(text)
    const entries = typeof parsed === 'object' && parsed !== null ? Object.entries(parsed) : []
    return new Map(
      entries.flatMap(([name, value]: readonly [string, unknown]) =>
        typeof value === 'string' || typeof value === 'number' ? [[name, String(value)] as const] : [],
      ),
    )
  } catch {
    return new Map()
  }
}
