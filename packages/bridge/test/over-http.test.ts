/** The same behaviour where the bridge reaches the engine over HTTP, as a service. */
import './reach-over-http.ts'
import './relay.test.ts'
import './changes.test.ts'
import './loops.test.ts'
import './downtime.test.ts'
import './throttle.test.ts'
import './takeover.test.ts'
