import { createMessaging, type Messaging, type Store } from '@msg/core'
import { mountMessaging, type Authenticate } from '@msg/hono'
import { upgradeWebSocket } from '@msg/hono/node'
import { Hono } from 'hono'

/** Opens a tenant's store: `(tenant) => openPostgres({ pool, schema: `tenant_${tenant}`, prepare: false })`. */
export type OpenTenant = (tenant: string) => Promise<Store>

/** Messaging for each tenant, at `/t/<tenant>/chat`, opened when it is first asked for. */
export const tenants = (known: ReadonlySet<string>, open: OpenTenant, authenticate: Authenticate) => {
  const opened = new Map<string, Promise<{ messaging: Messaging; site: Hono }>>()
  const openSite = async (tenant: string) => {
    const messaging = createMessaging({ store: await open(tenant) })
    const mount = mountMessaging(messaging, { authenticate, upgradeWebSocket })
    return { messaging, site: new Hono().route(`/t/${tenant}/chat`, mount) }
  }
  const openOnce = (tenant: string) => {
    const opening = openSite(tenant)
    opened.set(tenant, opening)
    // A database that is away is asked again by the next request.
    opening.catch(() => opened.delete(tenant))
    return opening
  }
  const site = new Hono()
  site.all('/t/:tenant/chat/*', async (context) => {
    const tenant = context.req.param('tenant')
    if (!known.has(tenant)) return context.notFound()
    const found = await (opened.get(tenant) ?? openOnce(tenant))
    return found.site.fetch(context.req.raw, context.env)
  })
  const close = async () => {
    for (const found of opened.values()) await (await found).messaging.close()
  }
  return { site, close }
}
