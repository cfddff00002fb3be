import { MsgError, silentLogger } from '@msg/core'
import type { Logger, NoticeOutcome, Notifier } from '@msg/core'
import { openConnection, sideBySide } from './connection.ts'
import type { ConnectionCounts, ConnectionOptions } from './connection.ts'
import { payloadOf } from './payload.ts'
import type { Payload, PayloadKind } from './payload.ts'
import { publish } from './publish.ts'
import { checkedAddresses, flatAddressesAtOnce, flatTopics } from './topics.ts'
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
  const { topics } = options
  if (![0, 1, 2].includes(qos)) {
    const places = [{ pointer: '/qos', message: 'must be 0, 1 or 2' }]
    throw new MsgError('invalid', 'the options are not valid', { places })
  }
  const addressesOf: Topics =
    topics === undefined ? flatTopics(topicBase) : (notice) => checkedAddresses(topics(notice))
  const addressesAtOnce = topics === undefined ? flatAddressesAtOnce(topicBase) : () => null
  const connection = openConnection(options, logger)
  const payloadFor: Payload =
    typeof kind === 'function'
      ? kind
      : ({ notice, message, target }) => payloadOf(notice, message, { target, kind, parseJson })

  const notify: Notifier['notify'] = (notice, { signal }) => {
    const { change } = notice
    if (change.type !== 'message.sent' || change.subject === 'gone' || change.subject.body === null) return nothingToDo
    const message = change.subject
    const publishTo = ({ topic, target }: Address): Promise<NoticeOutcome> =>
      new Promise((resolve, reject) => {
        const hand = (given: string): void => {
          const payload = checkedPayload(given)
          publish(connection, { topic, payload, qos, retain, changeId: change.id }, { signal, end: resolve })
        }
        const payload = payloadFor({ notice, message, target })
        if (typeof payload === 'string') hand(payload)
        else payload.then(hand).catch(reject)
      })
    const addresses = addressesAtOnce(notice) ?? addressesOf(notice)
    const only = onlyOneOf(addresses)
    return only === null ? all(addresses, publishTo) : publishTo(only)
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

const nothingToDo = Promise.resolve(done)

/** Where a message goes: all of it at once, or as it comes. */
type Addresses = readonly Address[] | AsyncIterable<Address>

const onlyOneOf = (addresses: Addresses): Address | null => {
  if (Symbol.asyncIterator in addresses) return null
  const [only] = addresses
  return only !== undefined && addresses.length === 1 ? only : null
}

/** Publications of one message that are under way at the same time. */
const ofOneMessage = 16

/** Publishes to every address, some at the same time, until one of them is not done. */
const all = async (
  addresses: Addresses,
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
  return worstOf(await Promise.all(together.map(publishTo)))
}

const worstOf = (outcomes: readonly NoticeOutcome[]): NoticeOutcome =>
  outcomes.find(({ status }) => status !== 'done') ?? done

/** From who writes JavaScript anything may come as a payload. */
const checkedPayload = (payload: unknown): string => {
  if (typeof payload === 'string') return payload
  throw new TypeError('a payload must be a text')
}
