'use strict'

const { plain, reading, refusal } = require('./data.cjs')

// The signal and the callback of a scan of files and folders.
exports.scanTree = (native, adopt) => {
  const { scanTree } = native.Scanner.prototype
  const scan = async function (path, { signal, onProgress, ...options }) {
    const token = native.treeCancelToken()
    let running = true
    let thrown
    const stop = () => native.cancelTree(token)
    const tell = (files, bytes, findings) => {
      if (!running || thrown) return
      try {
        onProgress({ files, bytes, findings })
      } catch (error) {
        thrown = { error }
        stop()
      }
    }
    signal?.throwIfAborted()
    signal?.addEventListener('abort', stop, { once: true })
    try {
      const tree = await scanTree.call(this, path, plain('scanTree', options), onProgress && tell, token)
      signal?.throwIfAborted()
      for (const file of tree.files) if (file.error) file.error = adopt({ sentinel: file.error })
      const { scanned, skipped, failed, bytes, findings } = tree.summary
      // What was on its way here may come too late.
      if (onProgress) tell(scanned + skipped + failed, bytes, findings)
      if (thrown) throw thrown.error
      return tree
    } catch (error) {
      if (thrown) throw thrown.error
      if (signal?.aborted) throw signal.reason
      throw adopt(error, 'scanTree')
    } finally {
      running = false
      signal?.removeEventListener('abort', stop)
    }
  }
  return async function (path, options) {
    let given
    try {
      given = checked(options)
    } catch (error) {
      throw adopt(error, 'scanTree')
    }
    return scan.call(this, path, given)
  }
}

/** The options. Nothing stands for none, as everywhere. */
const checked = (given) => {
  const wrong = (problem, field) => refusal('scanTree', problem, field)
  if (given == null) return {}
  if (typeof given !== 'object') throw wrong('not of the right type', 'options')
  const options = reading('scanTree', () => ({ ...given }))
  const { signal, onProgress } = options
  // Not every one is of the class that is global here.
  if (signal != null && typeof signal.throwIfAborted !== 'function') throw wrong('expected an AbortSignal', 'signal')
  if (onProgress != null && typeof onProgress !== 'function') throw wrong('expected a function', 'onProgress')
  return options
}
