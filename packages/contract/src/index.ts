// The table
export { endpoints, errorCodes, verbs } from './endpoints.ts'
export type { Endpoint } from './endpoints.ts'
export {
  actingHeader,
  bodyLimit,
  documents,
  hasBody,
  importLimit,
  pathFields,
  places,
  replayedHeader,
  requestHeader,
  routes,
  servicePlaces,
} from './routes.ts'
export type { Route } from './routes.ts'
export type { Input, Output, Verb } from './verbs.ts'

// What is told beside the verbs
export type { Config, Offers, Ticket } from './config.ts'
export { config as configSchema, configOf } from './schemas/config.ts'
export { ticket as ticketSchema } from './schemas/models.ts'
export {
  importBatch as importBatchSchema,
  importResult as importResultSchema,
  keepClaim as keepClaimSchema,
  kept as keptSchema,
  keptClaim as keptClaimSchema,
  releaseClaim as releaseClaimSchema,
  releasedClaim as releasedClaimSchema,
  shownPeople as shownPeopleSchema,
  takeClaim as takeClaimSchema,
  takenClaim as takenClaimSchema,
} from './schemas/services.ts'

// Errors
export { fromProblem, problemType, titles, toProblem } from './problem.ts'
export type { Problem } from './problem.ts'
export { problem as problemSchema } from './schemas/problem.ts'

// Live
export {
  boundCursor,
  closeCodes,
  closeReason,
  heartbeat,
  pollWait,
  readPollAnswer,
  readServerFrame,
  retryHint,
  socketLimits,
} from './frames.ts'
export type {
  ChangesFrame,
  ClientFrame,
  ClientHello,
  CloseFrame,
  ErrorFrame,
  Ping,
  PollAnswer,
  PollInput,
  Pong,
  ReadyFrame,
  ResyncFrame,
  ServerFrame,
  ServerHello,
  SignalsFrame,
  StreamInput,
} from './frames.ts'
export {
  changesFrame as changesFrameSchema,
  pollInput as pollInputSchema,
  readClientFrame,
  signalsFrame as signalsFrameSchema,
  streamInput as streamInputSchema,
} from './schemas/frames.ts'

// OpenAPI
export { buildOpenApi } from './openapi.ts'
export type { OpenApiDocument, OpenApiInfo } from './openapi.ts'
export type { Json } from './openapi/parts.ts'
