//! Measures Sentinel: haystacks made by a seed, rounds in which a scan and `memchr` take turns on the
//! same buffer, and the targets that the figures are held against. And how well it finds: accuracy on labelled text, and
//! each rule's confidence beside its measured precision. `README.md` says how to run it.

mod figure;
mod rng;

pub mod accuracy;
pub mod calibration;
pub mod case;
pub mod cpu;
pub mod haystack;
pub mod kernel;
pub mod measure;
pub mod target;

pub use self::{figure::Figure, rng::Rng};
