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
const { redactLeaves, withheldObject, documentLimits, redact: redactText } = native.Scanner.prototype
const { redactAny } = require('./objects.cjs')
const redact = redactAny(redactText, redactLeaves, withheldObject, documentLimits)
Object.defineProperty(native.Scanner.prototype, 'redact', { value: redact })
for (const own of ['redactLeaves', 'withheldObject', 'documentLimits']) delete native.Scanner.prototype[own]
const functionsOf = native.Scanner.prototype.direct
delete native.Scanner.prototype.direct
wrapMethods(native.Scanner, sync)
const direct = require('./direct.cjs').direct({ native, functionsOf, adopt, finish })
let shared
const redactShared = redactAny(
  native.redact,
  (text) => redactLeaves.call((shared ??= new native.Scanner()), text),
  (code) => withheldObject.call((shared ??= new native.Scanner()), code),
  () => documentLimits.call((shared ??= new native.Scanner())),
)
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
wrapMethods(native.Vault, sync)
Object.defineProperty(Sentinel.prototype, Symbol.asyncDispose, { value: Sentinel.prototype.close })

const constructed = (Class, name, handOn = (args) => args) => {
  const Public = new Proxy(Class, {
    construct: sync(name, (target, args, made) => Reflect.construct(target, handOn(args), made)),
    apply() {
      throw new TypeError(`Class constructor ${name} cannot be invoked without 'new'`)
    },
  })
  Object.defineProperty(Class.prototype, 'constructor', { value: Public })
  return Public
}
// A vault and a function are no plain data.
const apart = ([{ vault, callback, ...options }]) => {
  // The addon would find out when it calls it.
  if (callback != null && typeof callback !== 'function') throw { sentinel: noFunction }
  return [options, vault, callback]
}
const noFunction = {
  message: 'build scanner: expected a function (field: callback)',
  code: 'invalid_input',
  operation: 'build scanner',
  context: { field: 'callback' },
}
const Scanner = constructed(native.Scanner, 'Scanner', (args) => (args[0] == null ? [] : apart(args)))
const Vault = constructed(native.Vault, 'Vault')

module.exports = {
  Scanner,
  Stream: native.Stream,
  Sentinel,
  Rules,
  Quarantine,
  Revocations,
  Hyperlog,
  Vault,
  Restored: native.Restored,
  Guarded: native.Guarded,
  SentinelError,
  open: promised('open', native.open),
  redact: direct.redact(sync('redact', redactShared)),
  scan: direct.scan(sync('scan', native.scan)),
  guard: sync('guard', (text, sink, { vault, ...options } = {}) => native.guard(text, sink, options, vault)),
  preview: sync('preview', native.preview),
  draftRegex: sync('draftRegex', native.draftRegex),
  checkRules: sync('checkRules', native.checkRules),
  inputOffset: sync('inputOffset', native.inputOffset),
  outputOffset: sync('outputOffset', native.outputOffset),
  pseudonym: sync('pseudonym', native.pseudonym),
}
