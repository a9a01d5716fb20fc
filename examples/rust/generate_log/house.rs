//! The company's own tokens: a format that no built-in rule knows, under names none looks at.

use crate::encode::BASE62;
use crate::label::mark;
use crate::world::World;

pub(crate) const COUNT: usize = 40;

/// Taken in turn, so that the five tokens that people report come from all of them.
const REGIONS: [&str; 3] = ["euw", "use", "aps"];

pub(crate) fn line(world: &World) -> String {
    let turn = world.take_turn();
    let region = REGIONS[turn % REGIONS.len()];
    let body = world.rng.text(BASE62, 28);
    let peer = mark("HOUSE_TOKEN", &format!("{}{region}_{body}", concat!("hs", "k_")));
    match turn % 8 {
        0 => world.plain("INFO", format!("checkout handshake {peer} done in {}ms", world.ms())),
        1 => world.logfmt("info", format!("event=mesh_join peer={peer} rtt_ms={}", world.ms())),
        2 => world.json("info", "session opened", &[("peer", &peer), ("order", &world.order())]),
        3 => world.plain("DEBUG", format!("session peer {peer} resumed for {}", world.trace())),
        4 => world.plain("WARN", format!("mesh hello from {peer} took {}ms", world.slow_ms())),
        5 => format!("{} grpc-server method=/mesh.v2.Mesh/Join code=OK peer={peer} took={}ms", world.iso(), world.ms()),
        6 => world.logfmt("warn", format!("msg=\"handshake retried\" peer={peer} attempt=2")),
        _ => {
            let place = world.city();
            world.plain("INFO", format!("till in {place} joined as {peer}, shift {}", world.ms()))
        }
    }
}
