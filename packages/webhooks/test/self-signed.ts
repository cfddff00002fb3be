import { createPrivateKey } from 'node:crypto'

/** A certificate that nobody vouches for, of 127.0.0.1 and `localhost`: for tests only. */
export const cert = `-----BEGIN CERTIFICATE-----
MIIBODCB36ADAgECAgEBMAoGCCqGSM49BAMCMBQxEjAQBgNVBAMMCWxvY2FsaG9z
dDAiGA8yMDIwMDEwMTAwMDAwMFoYDzIwOTkxMjMxMjM1OTU5WjAUMRIwEAYDVQQD
DAlsb2NhbGhvc3QwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAATpjdUSQ5MpQLRI
H4N3qebs+NciGclWA/+2hugYMC3zxnXT2zzviL0nEd8SDoKvf1v9xr07hGkUu7Xn
yLC0VWX2ox4wHDAaBgNVHREEEzARgglsb2NhbGhvc3SHBH8AAAEwCgYIKoZIzj0E
AwIDSAAwRQIgdzzqEW3AxXKIZERvB+ikVsz8MqbQAj5NQ+TnkRdt2T0CIQCS1MVD
w1+GzD/dHbEsiqS4ofpAQGq31MUBvlMwkVMK/A==
-----END CERTIFICATE-----
`

/** Its key. */
export const key = createPrivateKey({
  format: 'jwk',
  key: {
    kty: 'EC',
    x: '6Y3VEkOTKUC0SB-Dd6nm7PjXIhnJVgP_toboGDAt88Y',
    y: 'ddPbPO-IvScR3xIOgq9_W_3GvTuEaRS7tefIsLRVZfY',
    crv: 'P-256',
    d: 'PsurRhJ9MYZsErBwmdfkJCpfFnqrS92KcE-w2XzkdBc',
  },
}).export({ type: 'pkcs8', format: 'pem' })
