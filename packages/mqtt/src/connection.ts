import { MsgError } from '@msg/core'
import type { Logger } from '@msg/core'
import { connect } from 'mqtt'
import type { IClientOptions, IConnackPacket, MqttClient } from 'mqtt'
import { createGate } from './gate.ts'
import type { Gate } from './gate.ts'
import { createOutgoing } from './outgoing.ts'
import type { Outgoing } from './outgoing.ts'
import type { Publication } from './packets.ts'
import { createTroubles, hungUp, lost, reasons, troubleOf } from './trouble.ts'
import type { Trouble } from './trouble.ts'

/** Where the broker is and how to get in. */
export interface ConnectionOptions {
  readonly host: string
  /** Default 1883, with `secure` 8883. */
  readonly port?: number
  /** `websocket` for brokers behind a web server. Default `tcp`. */
  readonly transport?: 'tcp' | 'websocket'
  /** The path of the WebSocket. Default `/mqtt`. */
  readonly path?: string
  readonly username?: string
  readonly password?: string
  /** Default: a random one. Two connections with one id throw each other out. */
  readonly clientId?: string
  /** Encrypts, and checks the certificate of the broker. Default false. */
  readonly secure?: boolean
  /** The certificates to trust (PEM). Default: those of the system. */
  readonly ca?: string
  /** The certificate (PEM) to show the broker, and its key. */
  readonly cert?: string
  readonly key?: string
  /** Takes any certificate, so that anybody in between can read and write everything. For trying things out. Default false. */
  readonly dangerouslyTrustAnyCertificate?: boolean
}

/** What has happened to a connection since it was made. */
export interface ConnectionCounts {
  readonly connected: boolean
  /** How often it came up. */
  readonly connections: number
  /** Failed attempts to connect, by cause. */
  readonly troubles: Readonly<Record<Trouble, number>>
}

/** A connection that comes back by itself. */
export interface Connection {
  readonly client: MqttClient
  /** Lets as many publications be under way as the broker takes; none before the first attempt to connect has come to its end. */
  readonly gate: Gate
  readonly outgoing: Outgoing
  /** Why it is not there; null while it is, or nobody knows yet. */
  trouble(): Trouble | null
  /** What of a publication the broker has said it does not take, as a reason; null when it takes it. */
  lacks(publication: Pick<Publication, 'qos' | 'retain'>): string | null
  counts(): ConnectionCounts
}

const reconnectMilliseconds = 1_000

/** Publications under way at the same time, unless the broker takes fewer of those that it acknowledges. */
export const sideBySide = 64

/** Publications of one turn of the event loop: requests, and answers of the database, wait for no more than these. */
const eachTurn = 16

/** Of MQTT 3.1.1 and of MQTT 5: the broker does not speak the version it was spoken to in. */
const otherVersion = new Set<unknown>([1, 0x84])

/**
 * Connects, and connects again whenever the connection is lost; by MQTT 5, and where the broker does not speak it by 3.1.1: it may say so, or
 * hang up without a word.
 * @throws invalid for options that make no sense
 */
export const openConnection = (options: ConnectionOptions, logger: Logger): Connection => {
  const client = connect(clientOptions(options))
  let connections = 0
  let fallingBack = false
  /** Whether there was an answer to this attempt, or an error that tells why there was none. */
  let answered = false
  /** With which reason code the broker took leave, if it said so. */
  let farewell: number | undefined
  const troubles = createTroubles()
  const broker = { host: options.host, port: portOf(options) }
  let takes: IConnackPacket['properties']

  const gate = createGate({ room: 0, eachTurn })
  client.on('connect', ({ properties }) => {
    answered = true
    farewell = undefined
    takes = properties
    gate.widen(Math.max(1, Math.min(sideBySide, properties?.receiveMaximum ?? sideBySide)))
    connections += 1
    troubles.end()
    logger.info('connected to the MQTT broker', broker)
  })
  client.on('error', (error) => {
    answered = true
    // Who says what is no MQTT is no longer understood, though the connection stays.
    if (client.connected) client.stream.destroy()
    if (client.options.protocolVersion === 5 && otherVersion.has(codeOf(error))) {
      client.options.protocolVersion = 4
      fallingBack = true
      client.once('close', () => client.reconnect())
      return
    }
    const { cause, explained } = troubleOf(error)
    troubles.begin(cause, () => logger.error(explained, { ...broker, code: codeOf(error) }))
  })
  client.on('disconnect', ({ reasonCode }) => (farewell = reasonCode))
  client.on('close', () => {
    const expected = fallingBack || client.disconnecting
    const silent = !answered && connections === 0
    fallingBack = answered = false
    if (silent && !expected) {
      const tried = client.options.protocolVersion
      client.options.protocolVersion = tried === 5 ? 4 : 5
      if (tried === 5) return void client.reconnect()
    }
    if (troubles.now() !== null || expected) return
    troubles.begin('broker_unreachable', () => {
      const usual = connections === 0 ? hungUp : lost
      if (farewell === undefined) logger.warn(usual, broker)
      else logger.warn(reasons[farewell] ?? usual, { ...broker, code: farewell })
    })
  })
  const open = (): void => {
    if (!client.connected && troubles.now() !== null) gate.widen(sideBySide)
  }
  for (const event of ['error', 'close'] as const) client.on(event, open)
  return {
    client,
    gate,
    outgoing: createOutgoing(client),
    trouble: troubles.now,
    lacks({ qos, retain }) {
      if (qos > (takes?.maximumQoS ?? 2)) return 'qos_not_supported'
      return retain && takes?.retainAvailable === false ? 'retain_not_supported' : null
    },
    counts: () => ({ connected: client.connected, connections, troubles: troubles.counts() }),
  }
}

const codeOf = (error: Error): unknown => ('code' in error ? error.code : undefined)

const portOf = ({ port, secure = false }: ConnectionOptions): number => port ?? (secure ? 8883 : 1883)

const clientOptions = (options: ConnectionOptions): IClientOptions => {
  const places = wrongOptions(options)
  if (places.length > 0) throw new MsgError('invalid', 'the options are not valid', { places })
  const { host, transport = 'tcp', path = '/mqtt', secure = false } = options
  const { username, password, clientId, ca, cert, key, dangerouslyTrustAnyCertificate = false } = options
  const protocols = transport === 'tcp' ? (['mqtt', 'mqtts'] as const) : (['ws', 'wss'] as const)
  return {
    host,
    port: portOf(options),
    protocol: protocols[secure ? 1 : 0],
    ...(transport === 'websocket' ? { path } : {}),
    protocolVersion: 5,
    clean: true,
    reconnectPeriod: reconnectMilliseconds,
    reconnectOnConnackError: true,
    connectTimeout: 10_000,
    queueQoSZero: false,
    resubscribe: false,
    reschedulePings: false,
    log: () => {},
    ...(username === undefined ? {} : { username }),
    ...(password === undefined ? {} : { password }),
    ...(clientId === undefined ? {} : { clientId }),
    ...(ca === undefined ? {} : { ca }),
    ...(cert === undefined ? {} : { cert }),
    ...(key === undefined ? {} : { key }),
    ...(secure ? { rejectUnauthorized: !dangerouslyTrustAnyCertificate } : {}),
  }
}

const wrongOptions = ({ host, port = 1883, secure = false, ca, cert, key }: ConnectionOptions) => [
  ...(typeof host === 'string' && host !== '' ? [] : [{ pointer: '/host', message: 'is required' }]),
  ...(Number.isInteger(port) && port > 0 && port < 65_536
    ? []
    : [{ pointer: '/port', message: 'must be a whole number from 1 to 65535' }]),
  ...(!secure && (ca ?? cert ?? key) !== undefined
    ? [{ pointer: '/secure', message: 'must be true for certificates to mean anything' }]
    : []),
  ...((cert === undefined) === (key === undefined)
    ? []
    : [{ pointer: '/key', message: 'goes with cert: give both or none' }]),
]
