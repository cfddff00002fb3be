import { MsgError, silentLogger } from '@msg/core'
import type { Logger, NoticeOutcome, Notifier, NotifyOptions } from '@msg/core'
import { openConnection, sideBySide } from './connection.ts'
import type { ConnectionCounts, ConnectionOptions } from './connection.ts'
import { payloadOf } from './payload.ts'
import type { Payload, PayloadKind } from './payload.ts'
import { publish } from './publish.ts'
import { flatTopics } from './topics.ts'
import type { Address, Topics } from './topics.ts'

/** How messages are published. */
export interface MqttNotifierOptions extends ConnectionOptions {
  /** The notifier's name. Default `mqtt`. */
  readonly name?: string
  /** 0: handed to a live connection; 1: acknowledged by the broker; 2: exactly once between it and the broker. Default 1. */
  readonly qos?: 0 | 1 | 2
  /** Whether the broker keeps the last message of a topic for who subscribes later. Default false. */
  readonly retain?: boolean
  /** The first levels of every topic: letters, digits, `-` and `_`. Default `msg`. */
  readonly topicBase?: string
  /** Where messages go. Default: {@link flatTopics} below the base. */
  readonly topics?: Topics
  /** Default `compact`. */
  readonly payload?: PayloadKind | Payload
  /** Whether a text that is JSON is sent as the value it stands for: `123` as a number. Default false. */
  readonly parseJson?: boolean
  /** Default: silence. */
  readonly logger?: Logger
}

/** A notifier, and what has become of its connection. */
export interface MqttNotifier extends Notifier {
  counts(): ConnectionCounts
}

/**
 * Publishes every message once it is sent, at least once: the same change always carries the same `msg-id` (a user property,
 * where the broker speaks MQTT 5) and the same `id` in its payload. Edits and the like are not published, and what was taken back before it could be
 * published never is.
 * @throws invalid for options that make no sense
 * @example createMessaging({ notifiers: [createMqttNotifier({ host: 'broker.example', secure: true })] })
 */
export const createMqttNotifier = (options: MqttNotifierOptions): MqttNotifier => {
  const { name = 'mqtt', qos = 1, retain = false, topicBase = 'msg', payload: kind = 'compact' } = options
  const { parseJson = false, logger = silentLogger() } = options
  const topics = options.topics ?? flatTopics(topicBase)
  const connection = openConnection(options, logger)
  const payloadFor: Payload =
    typeof kind === 'function'
      ? kind
      : ({ notice, message, target }) => payloadOf(notice, message, { target, kind, parseJson })

  const notify: Notifier['notify'] = async (notice, { signal }: NotifyOptions): Promise<NoticeOutcome> => {
    const { change } = notice
    if (change.type !== 'message.sent' || change.subject === 'gone' || change.subject.body === null) return done
    const publishing = { qos, retain, changeId: change.id }
    const message = change.subject
    const publishTo = ({ topic, target }: Address): Promise<NoticeOutcome> => {
      const checked = checkedTopic(topic)
      const hand = (payload: string): Promise<NoticeOutcome> =>
        publish(connection, { topic: checked, payload: checkedPayload(payload), ...publishing }, signal)
      const payload = payloadFor({ notice, message, target })
      return typeof payload === 'string' ? hand(payload) : payload.then(hand)
    }
    return all(topics(notice), publishTo)
  }

  return {
    name,
    types: ['message.sent'],
    sideBySide,
    notify,
    onReturn(listener) {
      connection.client.on('connect', listener)
      return () => void connection.client.off('connect', listener)
    },
    counts: connection.counts,
    close: () => connection.client.endAsync(true),
  }
}

const done: NoticeOutcome = { status: 'done' }

/** Publications of one message that are under way at the same time. */
const ofOneMessage = 16

/** Publishes to every address, some at the same time, until one of them is not done. */
const all = async (
  addresses: AsyncIterable<Address>,
  publishTo: (address: Address) => Promise<NoticeOutcome>,
): Promise<NoticeOutcome> => {
  let together: Address[] = []
  for await (const address of addresses) {
    together.push(address)
    if (together.length < ofOneMessage) continue
    const outcome = worstOf(await Promise.all(together.map(publishTo)))
    if (outcome.status !== 'done') return outcome
    together = []
  }
  const [only] = together
  if (only !== undefined && together.length === 1) return publishTo(only)
  return worstOf(await Promise.all(together.map(publishTo)))
}

const worstOf = (outcomes: readonly NoticeOutcome[]): NoticeOutcome =>
  outcomes.find(({ status }) => status !== 'done') ?? done

/** A topic of the host's own making is checked too: never empty, never a pattern. */
const checkedTopic = (topic: string): string => {
  const bytes = Buffer.byteLength(topic)
  if (topic.isWellFormed() && bytes > 0 && bytes <= 65_535 && !/[#+\0]/.test(topic) && !topic.startsWith('$'))
    return topic
  throw new MsgError('invalid', 'this is no topic to publish to')
}

/** So is a payload: from who writes JavaScript anything may come. */
const checkedPayload = (payload: unknown): string => {
  if (typeof payload === 'string') return payload
  throw new TypeError('a payload must be a text')
}
