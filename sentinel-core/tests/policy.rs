//! Policies: what must hold whatever they say.

#[path = "policy/dense.rs"]
mod dense;
#[path = "policy/faults.rs"]
mod faults;
#[path = "policy/laws.rs"]
mod laws;
#[path = "policy/threads.rs"]
mod threads;
#[path = "policy/world.rs"]
mod world;
