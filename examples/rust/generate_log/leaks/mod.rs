//! Every leak: which token, under which name, in which places.

mod credentials;
mod own;
mod places;
mod platforms;
mod services;
mod special;

use crate::label::mark;
use crate::world::World;

struct Leak {
    /// The rule that ought to find it.
    name: &'static str,
    make: fn(&World) -> String,
    /// The environment variable that holds it.
    variable: &'static str,
    /// The host that it opens.
    host: &'static str,
    places: &'static [Place],
}

/// Writes one leak; the token comes marked already.
type Place = fn(&World, &Leak, &str) -> String;

const GROUPS: [&[Leak]; 3] = [platforms::ALL, services::ALL, own::ALL];

pub(crate) fn all() -> impl Iterator<Item = Box<dyn Fn(&World) -> String>> {
    GROUPS.into_iter().flatten().flat_map(|leak| {
        leak.places.iter().map(move |place| {
            Box::new(move |world: &World| place(world, leak, &mark(leak.name, &(leak.make)(world))))
                as Box<dyn Fn(&World) -> String>
        })
    })
}
