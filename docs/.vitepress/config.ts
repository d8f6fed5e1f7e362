import { defineConfig } from 'vitepress'
import { home } from './home.ts'
import { api, guide } from './sidebar.ts'

export default defineConfig({
  title: 'session',
  description: "Sessions for Node that live in your database, not in your server's memory.",
  lang: 'en',
  cleanUrls: true,
  srcExclude: ['snippets/**', 'declared/**'],
  head: [['link', { rel: 'icon', type: 'image/svg+xml', href: '/session.svg' }]],
  transformPageData(page) {
    if (page.relativePath === 'index.md') page.frontmatter = home
    // Its tables are wide.
    if (page.relativePath === 'reference/options.md') page.frontmatter.aside = false
  },
  markdown: {
    theme: { light: 'github-light', dark: 'github-dark' },
  },
  // The search index and the highlighter are large, and fetched when they are used.
  vite: { build: { chunkSizeWarningLimit: 2000 } },
  themeConfig: {
    logo: '/session.svg',
    nav: [
      { text: 'Guide', link: '/guide/getting-started', activeMatch: '^/guide/' },
      { text: 'Options', link: '/reference/options' },
      { text: 'Errors', link: '/reference/errors' },
      { text: 'API', link: '/api/', activeMatch: '^/api/' },
    ],
    sidebar: { '/': guide, '/api/': [{ text: 'API', items: api }] },
    outline: [2, 3],
    search: { provider: 'local' },
    footer: { message: 'Published under the Apache License 2.0.' },
  },
})
