//! Ordinary lines: many templates and not one secret.

mod data;
mod failures;
mod http;
mod orders;
mod payments;
mod platform;
mod services;
mod start_up;
mod web;

use crate::world::World;

/// Makes one event: a line, or several with newlines between them.
pub(crate) type Template = fn(&World) -> String;

pub(crate) use start_up::start_up;

/// How often each family speaks when its turn comes, in percent.
const FAMILIES: [(u64, &[Template]); 9] = [
    (26, &orders::TEMPLATES),
    (14, &payments::TEMPLATES),
    (22, &web::TEMPLATES),
    (9, &http::TEMPLATES),
    (11, &data::TEMPLATES),
    (9, &services::TEMPLATES),
    (6, &platform::TEMPLATES),
    (2, &failures::TEMPLATES),
    (1, &start_up::TEMPLATES),
];

pub(crate) fn event(world: &World) -> String {
    loop {
        let (weight, templates) = world.rng.pick(&FAMILIES);
        if world.rng.percent(weight) {
            return world.rng.pick(templates)(world);
        }
    }
}
