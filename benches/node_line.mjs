// Times one call a line from Node: lines come as JSON on stdin, figures go as JSON to stdout.
// The argument is the package's index.mjs.

import { readFileSync } from 'node:fs'
import { pathToFileURL } from 'node:url'

const ROUNDS = 15
const { Scanner } = await import(pathToFileURL(process.argv[2]).href)

/** Nanoseconds of one line in the best round. */
function bestNs(call, lines) {
  let best = Infinity
  for (let round = 0; round < ROUNDS; round++) {
    const start = process.hrtime.bigint()
    for (const line of lines) call(line)
    best = Math.min(best, Number(process.hrtime.bigint() - start))
  }
  return best / lines.length
}

function figure(name, call, lines) {
  const ns = bestNs(call, lines)
  const bytes = lines.reduce((sum, line) => sum + line.length, 0) / lines.length
  return { name, backend: 'node', mb_per_s: (bytes / ns) * 1e3, ns, ratio_to_memchr: null }
}

const lines = JSON.parse(readFileSync(0, 'utf8'))
const scanner = new Scanner()
const figures = [
  figure('line_200_scan', (line) => scanner.scan(line), lines),
  figure('line_200_redact', (line) => scanner.redact(line), lines),
]
process.stdout.write(JSON.stringify(figures))
