export { chromium, chromiumFlags } from './chromium.ts'
export { describeWithService } from './describe-with-service.ts'
export type { FindOrStartOptions } from './find-or-start.ts'
export { findOrStart } from './find-or-start.ts'
export { freePort } from './free-port.ts'
export type {
  LaunchedProcess,
  LaunchOptions,
  MissingService,
  RunningService,
  Service,
  ServiceContext,
} from './service.ts'
export { serviceUrl } from './service-url.ts'
export { services } from './services.ts'
