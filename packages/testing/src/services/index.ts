export { chromium, chromiumFlags } from './chromium.ts'
export { describeWithService } from './describe-with-service.ts'
export type { FaultProxy, FaultTarget } from './fault-proxy.ts'
export { faultProxy } from './fault-proxy.ts'
export type { ProxiedConnection } from './fault-proxy-connection.ts'
export type { FaultMode } from './fault-proxy-mode.ts'
export type { FindOrStartOptions } from './find-or-start.ts'
export { findOrStart } from './find-or-start.ts'
export { freePort } from './free-port.ts'
export type { StartRedisOptions } from './redis.ts'
export { redis, startRedis } from './redis.ts'
export type { RunningRedisCluster, StartRedisClusterOptions } from './redis-cluster.ts'
export { redisCluster, startRedisCluster } from './redis-cluster.ts'
export { redisExecutable } from './redis-executable.ts'
export type { RunningRedis } from './redis-process.ts'
export type { RunningRedisSentinel, StartRedisSentinelOptions } from './redis-sentinel.ts'
export { redisSentinel, startRedisSentinel } from './redis-sentinel.ts'
export { redisTls } from './redis-tls.ts'
export type { RedisLocation, RedisNode } from './redis-url.ts'
export { parseRedisUrl } from './redis-url.ts'
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
