import { existsSync, readFileSync } from 'node:fs'
import type { DefaultTheme } from 'vitepress'

/** Written by typedoc right before the site is built. */
const apiSidebar = new URL('../api/typedoc-sidebar.json', import.meta.url)

export const guide: DefaultTheme.SidebarItem[] = [
  {
    text: 'Start',
    items: [
      { text: 'Why', link: '/guide/why' },
      { text: 'Getting started', link: '/guide/getting-started' },
      { text: 'Concepts', link: '/guide/concepts' },
    ],
  },
  {
    text: 'Guide',
    items: [
      { text: 'Using the session', link: '/guide/using-the-session' },
      { text: 'Saving and concurrency', link: '/guide/saving' },
      { text: 'Expiry', link: '/guide/expiry' },
      { text: 'Cookies and headers', link: '/guide/cookies-and-headers' },
      { text: 'Events', link: '/guide/events' },
      { text: 'Finding sessions', link: '/guide/finding-sessions' },
      { text: 'What can be stored', link: '/guide/serialization' },
      { text: 'CommonJS, TypeScript and Jest', link: '/guide/modules' },
      { text: 'Testing', link: '/guide/testing' },
      { text: 'Production', link: '/guide/production' },
      { text: 'Writing your own store', link: '/guide/writing-a-store' },
    ],
  },
  {
    text: 'Stores',
    items: [
      { text: 'Overview', link: '/stores/' },
      { text: 'Memory', link: '/stores/memory' },
      { text: 'Redis', link: '/stores/redis' },
      { text: 'SQL databases', link: '/stores/jdbc' },
    ],
  },
  {
    text: 'Frameworks',
    items: [
      { text: 'Overview', link: '/frameworks/' },
      { text: 'Express', link: '/frameworks/express' },
      { text: 'node:http', link: '/frameworks/node-http' },
      { text: 'Fetch', link: '/frameworks/fetch' },
    ],
  },
  {
    text: 'Reference',
    items: [
      { text: 'Options', link: '/reference/options' },
      { text: 'Errors', link: '/reference/errors' },
      { text: 'Coming from Spring Session', link: '/reference/compatibility' },
      { text: 'Architecture', link: '/reference/architecture' },
      { text: 'API', link: '/api/' },
    ],
  },
]

export const api: DefaultTheme.SidebarItem[] = existsSync(apiSidebar)
  ? JSON.parse(readFileSync(apiSidebar, 'utf8'))
  : []
