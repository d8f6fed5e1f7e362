// Sessions for Fetch servers
export { webSession } from './web-session.ts'

// Types
export type { WebHandler, WebServerOptions, WebSession } from './web-session.ts'
