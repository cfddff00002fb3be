/** Why there is no connection. */
export type Trouble = 'broker_unreachable' | 'bad_credentials' | 'untrusted_certificate'

/** Takes note of what keeps a connection from being there. */
export interface Troubles {
  /** Why it is not there; null while it is, or nobody knows yet. */
  now(): Trouble | null
  /** How often each has happened. */
  counts(): Readonly<Record<Trouble, number>>
  /** Counts it, and says so unless it is what has been said last. */
  begin(trouble: Trouble, say: () => void): void
  end(): void
}

export const createTroubles = (): Troubles => {
  const counts: Record<Trouble, number> = { broker_unreachable: 0, bad_credentials: 0, untrusted_certificate: 0 }
  let now: Trouble | null = null
  return {
    now: () => now,
    counts: () => ({ ...counts }),
    begin(trouble, say) {
      counts[trouble] += 1
      if (now !== trouble) say()
      now = trouble
    },
    end() {
      now = null
    },
  }
}

const unvouched =
  'the certificate of the MQTT broker is not trusted: give the certificate of whoever signed it as ca; trying again'
const outdated = 'the certificate of the MQTT broker is not valid today: renew it, or set the clock; trying again'

/** What is wrong with a certificate, by the code of the error. */
const untrusted = new Map<unknown, string>([
  ['DEPTH_ZERO_SELF_SIGNED_CERT', unvouched],
  ['SELF_SIGNED_CERT_IN_CHAIN', unvouched],
  ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', unvouched],
  ['UNABLE_TO_GET_ISSUER_CERT', unvouched],
  ['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', unvouched],
  ['CERT_HAS_EXPIRED', outdated],
  ['CERT_NOT_YET_VALID', outdated],
  [
    'ERR_TLS_CERT_ALTNAME_INVALID',
    'the certificate of the MQTT broker is for another name: give one that is on it as host; trying again',
  ],
])

/** Reason codes of a refused connection: of MQTT 3.1.1, and of MQTT 5. */
const refused = new Set<unknown>([4, 5, 0x86, 0x87, 0x8c])

/** What to say of who hangs up on the first words. */
export const hungUp =
  'what is to be the MQTT broker hangs up without an answer: check port, transport and secure; trying again'

/** What to say of who was there. */
export const lost = 'the connection to the MQTT broker is lost; trying again'

/** What to say of what a broker gave as its reason to hang up. */
export const reasons: Readonly<Record<number, string>> = {
  0x8e: 'the MQTT broker threw this connection out for another of the same clientId: give each process its own, or none; trying again',
}

/** What an error of the connection means, and how to say it. */
export const troubleOf = (error: Error): { readonly cause: Trouble; readonly explained: string } => {
  const code = 'code' in error ? error.code : undefined
  const certificate = untrusted.get(code)
  if (certificate !== undefined) return { cause: 'untrusted_certificate', explained: certificate }
  if (refused.has(code))
    return {
      cause: 'bad_credentials',
      explained: 'the MQTT broker refuses the credentials: check username and password; trying again',
    }
  return {
    cause: 'broker_unreachable',
    explained: 'the MQTT broker cannot be reached: check host, port and secure; trying again',
  }
}
