import sentinel = require('sentinel-secrets')

const scanner: sentinel.Scanner = new sentinel.Scanner()
const findings: sentinel.Finding[] = scanner.scan('key')
const opened: Promise<sentinel.Sentinel> = sentinel.open('memory://')
void [findings, opened]
