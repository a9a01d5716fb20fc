//! What happens when: start-up first, then traffic, with everything labelled spread over the file.

use crate::house;
use crate::label::Kind;
use crate::leaks;
use crate::near_misses;
use crate::output::Output;
use crate::traffic;
use crate::world::World;

/// No labelled event is due this close to the end, so that all of them fit, the longest key too.
const QUIET_TAIL: u64 = 100;

type Scene = (Kind, Box<dyn Fn(&World) -> String>);

pub(crate) fn play(seed: u64, lines: u64, output: &mut Output) -> Result<(), String> {
    let world = World::new(seed);
    let scenes = scenes(&world);
    let due = due_lines(&world, scenes.len(), lines - QUIET_TAIL);
    let mut scenes = due.into_iter().zip(scenes).peekable();

    output.write(&traffic::start_up(&world))?;
    while output.lines() < lines {
        world.pass_time();
        if let Some((_, (kind, scene))) = scenes.next_if(|(due, _)| *due <= output.lines()) {
            output.write_labelled(kind, &scene(&world))?;
            continue;
        }
        let event = traffic::event(&world);
        // A stack trace is not cut off at the end: its first line stands alone.
        let room = lines - output.lines();
        let fits = event.lines().count() as u64 <= room;
        let event = if fits { event.as_str() } else { event.lines().next().unwrap_or_default() };
        output.write(event)?;
    }
    Ok(())
}

fn scenes(world: &World) -> Vec<Scene> {
    let leaks = leaks::all().map(|scene| (Kind::Leak, scene));
    let near_misses = near_misses::all().map(|scene| (Kind::NearMiss, scene));
    let mut scenes: Vec<Scene> = leaks.chain(near_misses).collect();
    for _ in 0..house::COUNT {
        scenes.push((Kind::House, Box::new(house::line)));
    }
    world.rng.shuffle(&mut scenes);
    scenes
}

/// A line for each scene: evenly spread, each moved by chance within its own stretch.
fn due_lines(world: &World, count: usize, lines: u64) -> Vec<u64> {
    let start = |place: usize| (place as u128 * u128::from(lines) / count as u128) as u64;
    (0..count).map(|place| world.between(start(place), start(place + 1) - 1)).collect()
}
