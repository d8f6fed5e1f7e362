import { serveExpressFloor } from '../apps/express-floor-app.ts'
import { MapFloorStore } from '../floors/map-floor-store.ts'

serveExpressFloor(new MapFloorStore())
