//! What known values cost: `cargo run --release -p sentinel-core --example known_cost -- FILE`, with any log as the
//! file. Prints MB/s of the built-in rules with no known value and with more and more of them, and what they cost on
//! their own, in nanoseconds for each kilobyte.

use std::{error::Error, fs, hint::black_box, time::Instant};

use sentinel_core::{Known, Scanner};

#[expect(clippy::print_stdout, reason = "it says what it measured")]
fn main() -> Result<(), Box<dyn Error>> {
    let path = std::env::args().nth(1).ok_or("usage: known_cost FILE")?;
    let text = fs::read(path)?;
    let scanners = [(0, 0), (1, 8), (20, 8), (10_000, 20), (10_000, 8), (100_000, 20)].map(|(count, shortest)| {
        let start = Instant::now();
        let known = values(count, shortest);
        let alone = Scanner::builder().builtin(false).known(known.clone()).build().expect("no rules");
        let made = start.elapsed();
        let scanner = Scanner::builder().known(known).build().expect("built-in rules");
        (count, shortest, made, scanner, alone)
    });
    let mut best = [[f64::INFINITY; 2]; 6];
    // In turn, so that all meet the same disturbances.
    for _ in 0..9 {
        for (best, (.., scanner, alone)) in best.iter_mut().zip(&scanners) {
            for (best, scanner) in best.iter_mut().zip([scanner, alone]) {
                let start = Instant::now();
                black_box(scanner.scan(black_box(&text))?);
                *best = best.min(start.elapsed().as_secs_f64());
            }
        }
    }
    println!("values  shortest  made in ms    MB/s  of none  alone, ns/kB");
    let bytes = text.len() as f64;
    for ((count, shortest, made, ..), [with, alone]) in scanners.iter().zip(best) {
        let (speed, share) = (bytes / 1e6 / with, 100.0 * best[0][0] / with);
        let cost = (alone - best[0][1]) * 1e12 / bytes;
        println!("{count:6} {shortest:9} {:11} {speed:7.0} {share:7.1}% {cost:13.0}", made.as_millis());
    }
    Ok(())
}

/// Random letters and digits, of `shortest` to `shortest + 23` bytes.
fn values(count: u64, shortest: usize) -> Known {
    let mut known = Known::default();
    let mut state = 0x2545_f491_4f6c_dd1d_u64;
    let mut random = |below: u64| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % below
    };
    let mut made = 0;
    while made < count {
        let length = shortest + random(24) as usize;
        let digits = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
        let value: Vec<u8> = (0..length).map(|_| digits[random(62) as usize]).collect();
        // One in thousands reads like a placeholder.
        made += u64::from(known.register(value, "VALUE").is_ok());
    }
    known
}
