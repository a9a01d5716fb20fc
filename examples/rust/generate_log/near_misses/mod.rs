//! Text that only looks like a secret: what a scanner has to leave alone.

mod identifiers;
mod placeholders;
mod public;
mod words;

use crate::label::mark;
use crate::world::World;

struct NearMiss {
    name: &'static str,
    value: fn(&World) -> String,
    places: &'static [Place],
}

/// Writes one near miss; the value comes marked already.
type Place = fn(&World, &str) -> String;

/// Each place appears so often, with a fresh value.
const TIMES: usize = 2;

const GROUPS: [&[NearMiss]; 4] = [identifiers::ALL, placeholders::ALL, public::ALL, words::ALL];

pub(crate) fn all() -> impl Iterator<Item = Box<dyn Fn(&World) -> String>> {
    GROUPS.into_iter().flatten().flat_map(|near_miss| {
        near_miss.places.iter().cycle().take(near_miss.places.len() * TIMES).map(|place| {
            Box::new(|world: &World| place(world, &mark(near_miss.name, &(near_miss.value)(world))))
                as Box<dyn Fn(&World) -> String>
        })
    })
}
