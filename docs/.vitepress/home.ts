/** The front page's layout; here, because the formatter takes front matter for text. */
export const home = {
  layout: 'home',
  hero: {
    name: 'session',
    text: 'Sessions that keep their promises',
    tagline:
      'One session API for Node.js over any store, in the tradition of Spring Session. Saved before the response leaves, and only what changed.',
    image: { src: '/session.svg', alt: '' },
    actions: [
      { theme: 'brand', text: 'Getting started', link: '/guide/getting-started' },
      { theme: 'alt', text: 'Why', link: '/guide/why' },
      { theme: 'alt', text: 'Coming from Spring Session', link: '/reference/compatibility' },
    ],
  },
  features: [
    {
      title: 'Only what changed',
      details:
        "Two requests that set different attributes both keep theirs. Nobody's cart is overwritten by a slow page.",
      link: '/guide/saving',
    },
    {
      title: 'Before the response',
      details:
        'The head waits for the store, so the page after a redirect always sees what was put into the session.',
      link: '/guide/concepts',
    },
    {
      title: 'A logout stays a logout',
      details: 'A save never brings a session back, however late it arrives.',
      link: '/guide/saving#the-session-is-gone',
    },
    {
      title: 'Costs nothing unless used',
      details: 'A request that does not ask for the session makes no store call. A read makes one.',
      link: '/guide/concepts#what-it-costs',
    },
    {
      title: 'Finds sessions by user',
      details: 'List the devices of a user, end one of them, or all but this one.',
      link: '/guide/finding-sessions',
    },
    {
      title: 'One contract',
      details: 'Every store passes the same published suites. Yours can, too.',
      link: '/guide/writing-a-store',
    },
  ],
}
