'use strict'

// The addon does the work. Here its errors become SentinelError, and nothing else happens.
const native = require('./sentinel.node')

class SentinelError extends Error {
  constructor(message, { code, operation, context = {}, retryable = false }) {
    super(message)
    Object.assign(this, { code, operation, context, retryable })
  }
}
Object.defineProperty(SentinelError.prototype, 'name', { value: 'SentinelError' })

const adopt = (error, operation) => {
  if (error?.sentinel) return new SentinelError(error.sentinel.message, error.sentinel)
  // An argument did not convert. What was thrown may quote it, so it is neither kept nor linked.
  return new SentinelError(`${operation}: an argument is missing or of the wrong type`, { code: 'invalid_input', operation })
}

// Another thread could change shared memory while it is scanned.
const own = (arg) =>
  ArrayBuffer.isView(arg) && arg.buffer instanceof SharedArrayBuffer ? Uint8Array.prototype.slice.call(arg) : arg

const finish = (result) => {
  if (Array.isArray(result?.findings) && result.error) result.error = adopt({ sentinel: result.error })
  return result ?? undefined
}

const sync = (operation, call) =>
  function (...args) {
    try {
      return finish(call.apply(this, args.map(own)))
    } catch (error) {
      throw adopt(error, operation)
    }
  }

const promised = (operation, call) =>
  async function (...args) {
    try {
      return finish(await call.apply(this, args.map(own)))
    } catch (error) {
      throw adopt(error, operation)
    }
  }

const wrapMethods = (Class, wrap) => {
  for (const [name, { value }] of Object.entries(Object.getOwnPropertyDescriptors(Class.prototype))) {
    if (name === 'constructor' || typeof value !== 'function') continue
    const wrapped = name === 'scanner' ? sync(name, value) : wrap(name, value)
    Object.defineProperty(Class.prototype, name, { value: wrapped })
  }
}

const { Sentinel, Rules, Quarantine, Revocations, Hyperlog } = native
for (const Class of [Sentinel, Rules, Quarantine, Revocations, Hyperlog]) wrapMethods(Class, promised)
const scanTree = require('./tree.cjs').scanTree(native, adopt)
wrapMethods(native.Scanner, sync)
Object.defineProperty(native.Scanner.prototype, 'scanTree', { value: scanTree })
wrapMethods(native.Stream, sync)
const { get: why } = Object.getOwnPropertyDescriptor(native.Stream.prototype, 'error')
Object.defineProperty(native.Stream.prototype, 'error', {
  get() {
    const error = why.call(this)
    return error && adopt({ sentinel: error })
  },
})
require('./streams.cjs').wrapStreams(native)
Object.defineProperty(Sentinel.prototype, Symbol.asyncDispose, { value: Sentinel.prototype.close })

const Scanner = new Proxy(native.Scanner, {
  construct: sync('Scanner', Reflect.construct),
  apply() {
    throw new TypeError("Class constructor Scanner cannot be invoked without 'new'")
  },
})
Object.defineProperty(native.Scanner.prototype, 'constructor', { value: Scanner })

module.exports = {
  Scanner,
  Stream: native.Stream,
  Sentinel,
  Rules,
  Quarantine,
  Revocations,
  Hyperlog,
  SentinelError,
  open: promised('open', native.open),
  redact: sync('redact', native.redact),
  scan: sync('scan', native.scan),
  preview: sync('preview', native.preview),
  draftRegex: sync('draftRegex', native.draftRegex),
  checkRules: sync('checkRules', native.checkRules),
}
