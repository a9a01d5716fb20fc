//! What known values cost: `cargo run --release -p sentinel-core --example known_cost -- FILE`, with any log as the
//! file. Prints MB/s of the built-in rules with no known value and with more and more of them.

use std::{error::Error, fs, hint::black_box, time::Instant};

use sentinel_core::{Known, Scanner};

#[expect(clippy::print_stdout, reason = "it says what it measured")]
fn main() -> Result<(), Box<dyn Error>> {
    let path = std::env::args().nth(1).ok_or("usage: known_cost FILE")?;
    let text = fs::read(path)?;
    let scanners = [(0, 0), (1, 8), (20, 8), (10_000, 20), (10_000, 8), (100_000, 20)].map(|(count, shortest)| {
        let start = Instant::now();
        let known = values(count, shortest);
        let scanner = Scanner::builder().known(known).build().expect("built-in rules");
        (count, shortest, scanner, start.elapsed())
    });
    let mut best = [0.0_f64; 6];
    // In turn, so that all meet the same disturbances.
    for _ in 0..7 {
        for (best, (.., scanner, _)) in best.iter_mut().zip(&scanners) {
            let start = Instant::now();
            black_box(scanner.scan(black_box(&text))?);
            *best = best.max(text.len() as f64 / 1e6 / start.elapsed().as_secs_f64());
        }
    }
    println!("values  shortest  made in ms    MB/s  of none");
    for ((count, shortest, _, made), speed) in scanners.iter().zip(best) {
        println!("{count:6} {shortest:9} {:11} {speed:7.0} {:7.1}%", made.as_millis(), 100.0 * speed / best[0]);
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
    while (known.len() as u64) < count {
        let length = shortest + random(24) as usize;
        let digits = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
        let value: Vec<u8> = (0..length).map(|_| digits[random(62) as usize]).collect();
        // One in thousands reads like a placeholder.
        let _ = known.register(value, "VALUE");
    }
    known
}
