import type { Workload } from '../workload.ts'
import { bareSends } from './bare-sends.ts'
import { fanOuts } from './fan-out.ts'
import { growths } from './growth.ts'
import { idles } from './idle-sockets.ts'
import { imports } from './import.ts'
import { markReads } from './mark-read.ts'
import { mqttWorkloads } from './mqtt.ts'
import { readWorkloads } from './reads.ts'
import { sends } from './send.ts'
import { searches } from './search.ts'
import { storeLevel } from './store-sends.ts'
import { nodes } from './two-nodes.ts'
import { widgets } from './widget.ts'

/** Every workload, in the order in which they run. */
export const workloads: readonly Workload[] = [
  ...sends,
  ...bareSends,
  ...storeLevel,
  ...readWorkloads,
  ...searches,
  ...fanOuts,
  ...markReads,
  ...mqttWorkloads,
  ...idles,
  ...growths,
  ...nodes,
  ...imports,
  ...widgets,
]
