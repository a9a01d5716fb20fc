'use strict'

// The addon does the work. Here what crosses to it and back takes the form that each side expects.
const native = require('./sentinel.node')
const { inKind, own, plain, reading, refusal, withPlain } = require('./data.cjs')

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
for (const Class of [Sentinel, Rules, Quarantine, Revocations, Hyperlog]) {
  wrapMethods(Class, (name, method) => promised(name, withPlain(name, method)))
}
const scanTree = require('./tree.cjs').scanTree(native, adopt)
const { redactAny } = require('./objects.cjs')
const { redactLeaves, withheldObject, documentLimits, redactAs, redact, tokenize } = native.Scanner.prototype
const inner = { redactLeaves, withheldObject, documentLimits, redactAs }
for (const name of ['redactLeaves', 'withheldObject', 'documentLimits']) delete native.Scanner.prototype[name]
const inKinds = { redact: redactAny({ ...inner, redact: inKind(redact) }), redactAs: inKind(redactAs, 1), tokenize: inKind(tokenize) }
for (const [name, value] of Object.entries(inKinds)) Object.defineProperty(native.Scanner.prototype, name, { value })
const functionsOf = native.Scanner.prototype.direct
delete native.Scanner.prototype.direct
wrapMethods(native.Scanner, sync)
const direct = require('./direct.cjs').direct({ native, functionsOf, adopt, finish })
let shared
const byShared = ([name, method]) => [name, (...args) => method.apply((shared ??= new native.Scanner()), args)]
const redactShared = redactAny({ ...Object.fromEntries(Object.entries(inner).map(byShared)), redact: inKind(native.redact) })
Object.defineProperty(native.Scanner.prototype, 'scanTree', { value: scanTree })
wrapMethods(native.Stream, sync)
const { get: why } = Object.getOwnPropertyDescriptor(native.Stream.prototype, 'error')
Object.defineProperty(native.Stream.prototype, 'error', {
  get() {
    const error = why.call(this)
    return error && adopt({ sentinel: error })
  },
})
require('./streams.cjs').wrapStreams(native, adopt)
wrapMethods(native.Vault, (name, method) => sync(name, withPlain(name, method)))
Object.defineProperty(Sentinel.prototype, Symbol.asyncDispose, { value: Sentinel.prototype.close })

const constructed = (Class, name, handOn) => {
  const Public = new Proxy(Class, {
    // The arguments of the trap are no arguments of a caller.
    construct(target, args, made) {
      return sync(name, () => Reflect.construct(target, handOn(args), made))()
    },
    apply() {
      throw new TypeError(`Class constructor ${name} cannot be invoked without 'new'`)
    },
  })
  Object.defineProperty(Class.prototype, 'constructor', { value: Public })
  return Public
}
// A vault and a function are no plain data.
const apart = ([options]) => {
  if (options == null) return []
  if (typeof options !== 'object') throw refusal(BUILD, 'not of the right type', 'options')
  const { vault, callback, ...others } = reading(BUILD, () => ({ ...options }))
  // The addon would find out when it calls it.
  if (callback != null && typeof callback !== 'function') throw refusal(BUILD, 'expected a function', 'callback')
  return [plain(BUILD, others), vaultOf(BUILD, vault), callback]
}
const BUILD = 'build scanner'
const vaultOf = (operation, vault) => {
  if (vault == null || vault instanceof native.Vault) return vault
  throw refusal(operation, 'expected a Vault', 'vault')
}
const Scanner = constructed(native.Scanner, 'Scanner', apart)
const Vault = constructed(native.Vault, 'Vault', ([url, options]) => [url, options && plain('open vault', options)])

const given = (Class, name) =>
  constructed(Class, name, () => {
    throw refusal(name, 'one is given by a method, and not made')
  })

module.exports = {
  Scanner,
  Stream: given(native.Stream, 'Stream'),
  Sentinel: given(Sentinel, 'Sentinel'),
  Rules: given(Rules, 'Rules'),
  Quarantine: given(Quarantine, 'Quarantine'),
  Revocations: given(Revocations, 'Revocations'),
  Hyperlog: given(Hyperlog, 'Hyperlog'),
  Vault,
  Restored: given(native.Restored, 'Restored'),
  Guarded: given(native.Guarded, 'Guarded'),
  SentinelError,
  open: promised('open', withPlain('open', native.open)),
  redact: direct.redact(sync('redact', redactShared)),
  scan: direct.scan(sync('scan', native.scan)),
  guard: sync('guard', (text, sink, options) => {
    const { vault, ...others } = reading('guard', () => ({ ...options }))
    return native.guard(text, sink, plain('guard', others), vaultOf('guard', vault))
  }),
  preview: sync('preview', withPlain('preview', native.preview)),
  draftRegex: sync('draftRegex', native.draftRegex),
  checkRules: sync('checkRules', native.checkRules),
  inputOffset: sync('inputOffset', withPlain('inputOffset', native.inputOffset)),
  outputOffset: sync('outputOffset', withPlain('outputOffset', native.outputOffset)),
  pseudonym: sync('pseudonym', native.pseudonym),
}
