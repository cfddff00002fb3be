import type { ConnectionOptions } from '@msg/mqtt'
import { SettingError } from './setting-error.ts'

/** Reads `DATABASE_URL`; null where it names none. What is wrong with it is said without the text, which may hold a password. @throws SettingError */
export const databaseUrlFrom = (given: string | undefined): string | null => {
  const address = addressIn(given)
  if (address === null) return null
  if (address === 'wrong' || !/^postgres(?:ql)?:$/.test(address.protocol))
    throw new SettingError(
      'DATABASE_URL must be the address of a Postgres, postgres://user:password@host:5432/database; leave it out to keep everything in a folder',
    )
  return address.href
}

/** Reads `MQTT_URL`, with user and password where the broker asks for them; null where it names none. @throws SettingError */
export const brokerFrom = (given: string | undefined): ConnectionOptions | null => {
  const address = addressIn(given)
  if (address === null) return null
  const way = address === 'wrong' ? undefined : ways.get(address.protocol)
  if (address === 'wrong' || way === undefined || address.hostname === '')
    throw new SettingError(
      'MQTT_URL must be the address of a broker, mqtt://user:password@host:1883 (or mqtts:, ws:, wss:); leave it out for one of the demo’s own',
    )
  const { hostname, port, pathname, search, username, password } = address
  return {
    // In a URL an address of IPv6 stands in brackets, for a socket it does not.
    host: way.transport === 'tcp' ? hostname.replaceAll(/[[\]]/g, '') : hostname,
    port: port === '' ? way.port : Number(port),
    transport: way.transport,
    secure: way.secure,
    ...(way.transport === 'tcp' || pathname === '/' ? {} : { path: pathname + search }),
    ...(username === '' ? {} : { username: decodeURIComponent(username) }),
    ...(password === '' ? {} : { password: decodeURIComponent(password) }),
  }
}

/** How a broker is reached, by the protocol of its address, and where unless that says another port. */
const ways: ReadonlyMap<string, Required<Pick<ConnectionOptions, 'transport' | 'secure' | 'port'>>> = new Map([
  ['mqtt:', { transport: 'tcp', secure: false, port: 1883 }],
  ['mqtts:', { transport: 'tcp', secure: true, port: 8883 }],
  ['ws:', { transport: 'websocket', secure: false, port: 80 }],
  ['wss:', { transport: 'websocket', secure: true, port: 443 }],
])

/** The address in a setting; null where there is nothing. */
const addressIn = (given: string | undefined): URL | 'wrong' | null => {
  if (given === undefined || given === '') return null
  if (!URL.canParse(given)) return 'wrong'
  const address = new URL(given)
  return isDecodable(address.username) && isDecodable(address.password) ? address : 'wrong'
}

const isDecodable = (part: string): boolean => {
  try {
    decodeURIComponent(part)
    return true
  } catch {
    return false
  }
}
