// Sessions for Fetch servers

// Types
export type { WebHandler, WebServerOptions, WebSession } from './web-session.ts'
export { webSession } from './web-session.ts'
