/** Why there is no connection. */
export type Trouble = 'broker_unreachable' | 'bad_credentials' | 'untrusted_certificate'

const untrusted = new Set([
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'CERT_HAS_EXPIRED',
  'CERT_NOT_YET_VALID',
  'ERR_TLS_CERT_ALTNAME_INVALID',
])

/** Reason codes of a refused connection: of MQTT 3.1.1, and of MQTT 5. */
const refused = new Set<unknown>([4, 5, 0x86, 0x87, 0x8c])

const explanations: Readonly<Record<Trouble, string>> = {
  broker_unreachable: 'the MQTT broker cannot be reached; trying again',
  bad_credentials: 'the MQTT broker refuses the credentials: check username and password; trying again',
  untrusted_certificate: 'the certificate of the MQTT broker is not trusted: give its authority as ca; trying again',
}

/** What an error of the connection means, and how to say it. */
export const troubleOf = (error: Error): { readonly cause: Trouble; readonly explained: string } => {
  const code = 'code' in error ? error.code : undefined
  const cause = causeOf(code)
  return { cause, explained: explanations[cause] }
}

const causeOf = (code: unknown): Trouble => {
  if (typeof code === 'string' && untrusted.has(code)) return 'untrusted_certificate'
  return refused.has(code) ? 'bad_credentials' : 'broker_unreachable'
}
