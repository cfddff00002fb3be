import { describe, expect, it, vi } from 'vitest'
import { createConnectionState } from '../src/connection-state.ts'

describe('the state of a client’s connections', () => {
  it('is that of the worst, and online while there is none', () => {
    const states = createConnectionState()
    const heard: string[] = []
    const stop = states.connection.onChange((state) => heard.push(state))
    const [one, other] = [states.track(), states.track()]
    one.report({ state: 'online', polls: false })
    other.report({ state: 'connecting', polls: false })
    one.report({ state: 'offline', polls: false })
    other.report({ state: 'online', polls: false })
    expect(states.connection.state).toBe('offline')
    one.forget()
    expect(states.connection.state).toBe('online')
    stop()
    other.report({ state: 'offline', polls: false })
    expect(heard).toEqual(['connecting', 'offline', 'online'])
  })

  it('says whether one of them asks again and again, and when that changes', () => {
    const states = createConnectionState()
    const heard: boolean[] = []
    states.connection.onChange(() => heard.push(states.connection.polls))
    const [one, other] = [states.track(), states.track()]
    one.report({ state: 'online', polls: true })
    other.report({ state: 'online', polls: false })
    one.report({ state: 'online', polls: false })
    one.report({ state: 'online', polls: true })
    one.forget()
    expect(heard).toEqual([true, false, true, false])
  })

  it('is kept and told to the others when a listener throws', () => {
    const tasks: (() => void)[] = []
    const states = createConnectionState()
    const heard: string[] = []
    states.connection.onChange(() => {
      throw new Error('a mistake of the host')
    })
    states.connection.onChange((state) => heard.push(state))
    const microtask = vi.spyOn(globalThis, 'queueMicrotask').mockImplementation((task) => void tasks.push(task))
    states.track().report({ state: 'connecting', polls: false })
    microtask.mockRestore()
    expect(heard).toEqual(['connecting'])
    // It is not swallowed either: it comes up as any uncaught error.
    expect(tasks[0]).toThrow('a mistake of the host')
  })
})
