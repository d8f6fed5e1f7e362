import type { Service } from './service.ts'

/** A browser for end-to-end tests. Tests start it themselves, so its `url` is the executable's path. */
export const chromium: Service = {
  name: 'chromium',
  environmentVariable: 'SESSION_CHROMIUM',
  binaries: [
    'chromium',
    'chromium-browser',
    'google-chrome',
    'google-chrome-stable',
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
  ],
  debianPackages: ['chromium'],
  start: async (binary) => ({ url: binary, stop: async () => {} }),
}

/**
 * For the `args` of playwright-core's `launch()`: works as root and in containers (the sandbox needs
 * a user of its own), and asks nothing of any other machine.
 */
export const chromiumFlags: readonly string[] = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]
