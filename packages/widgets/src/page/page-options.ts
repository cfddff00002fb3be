import type { ColourName } from '../theme/colours.ts'

/** How a host's page of messages is made. Everything in it is the host's own word, and trusted. */
export interface InboxPageOptions {
  /** Where `@msg/hono` is mounted, as the page asks for it: `/chat`. */
  readonly src: string
  /** Where the page is, as browsers see it, without a slash at its end. Default `/messages`. */
  readonly path?: string
  /** Of the page and of its list. Default `Messages`. */
  readonly title?: string
  /** BCP 47 tag of its language. Default `en`. */
  readonly lang?: string
  /** Colours in place of ours, as CSS says them: `{ accent: 'light-dark(#0b6e4f, #5fd3a5)' }`. */
  readonly colours?: Readonly<Partial<Record<ColourName, string>>>
  /** Where to sign in; `next` gets the address of the page. Default: no link. */
  readonly loginUrl?: string
  /** Address of the picture in its tab. Default: none, and browsers look for `/favicon.ico`. */
  readonly icon?: string
  /** HTML above the inbox, such as the navigation of the site; `<msg-unread-badge>` works in it. Default: none. */
  readonly header?: string
  /** Addresses of style sheets, after ours. Default: none. */
  readonly stylesheets?: readonly string[]
  /** Addresses of modules that run before ours, such as one that gives `msg-provider` its `headers`. Default: none. */
  readonly scripts?: readonly string[]
  /** Origins besides its own that pictures and files come from and go to: `https://files.example`. Default: none. */
  readonly origins?: readonly string[]
}
