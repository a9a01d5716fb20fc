'use strict'

// Strings are scanned by functions of the addon that belong to one scanner. Where nothing was found these give nothing,
// and what says so is made here, where it costs next to nothing.

/** The functions of each scanner: a field of it that nobody else sees. */
class Direct extends class { constructor(scanner) { return scanner } } {
  #functions

  constructor(scanner, functions) {
    super(scanner)
    this.#functions = functions
  }

  static of(scanner, make) {
    if (!(#functions in scanner)) new Direct(scanner, make.call(scanner))
    return scanner.#functions
  }
}

const { parse } = JSON

const unchanged = (text) => ({ text, findings: [], error: null, replacements: [] })

/** Has strings scanned directly, and leaves other texts to the methods that there are. */
exports.direct = ({ native, functionsOf, adopt, finish }) => {
  const { prototype } = native.Scanner
  const scanner = (self) => Direct.of(self, functionsOf)

  let shared
  const builtin = () => (shared ??= native.direct())

  const scan = (functions, others) =>
    function (text) {
      if (typeof text !== 'string') return others.apply(this, arguments)
      try {
        const found = functions(this).scan(text)
        return found === null ? [] : parse(found)
      } catch (error) {
        throw adopt(error, 'scan')
      }
    }

  const redact = (functions, name, others) =>
    function (text) {
      if (typeof text !== 'string') return others.apply(this, arguments)
      try {
        const redacted = functions(this)[name](text)
        return redacted === null ? unchanged(text) : finish({ text: redacted[0], ...parse(redacted[1]) })
      } catch (error) {
        throw adopt(error, name)
      }
    }

  const define = (name, value) => Object.defineProperty(prototype, name, { value })
  define('scan', scan(scanner, prototype.scan))
  define('redact', redact(scanner, 'redact', prototype.redact))
  define('redactJson', redact(scanner, 'redactJson', prototype.redactJson))
  return { scan: (others) => scan(builtin, others), redact: (others) => redact(builtin, 'redact', others) }
}
