//! The shop that the lines tell about: its pods, its orders in flight, its numbers.

use std::cell::{Cell, RefCell};

use crate::clock::Clock;
use crate::rng::{LOWER, Rng, UPPER_HEX};
use crate::vocabulary::{CITIES, EMOJI, PEOPLE, PRODUCTS, SERVICES, WAREHOUSES};

/// Lines tell of the same few orders for a while, as those of a real service do.
const ORDERS_IN_FLIGHT: usize = 24;

pub(crate) struct World {
    pub(crate) rng: Rng,
    pub(crate) clock: Clock,
    pods: Vec<String>,
    orders: RefCell<Vec<u64>>,
    turns: Cell<usize>,
}

impl World {
    pub(crate) fn new(seed: u64) -> World {
        let rng = Rng::new(seed);
        let clock = Clock::new();
        clock.advance(rng.between(0, 900_000));
        let pods = (0..4).map(|_| rng.hex(4)).collect();
        let newest = rng.between(20_000_000, 80_000_000);
        let orders = (0..ORDERS_IN_FLIGHT as u64).map(|age| newest - age * 3).collect();
        World { rng, clock, pods, orders: RefCell::new(orders), turns: Cell::new(0) }
    }

    /// Mostly milliseconds between events, now and then a lull.
    pub(crate) fn pass_time(&self) {
        let pause = if self.rng.percent(4) { 9000 } else { 480 };
        self.clock.advance(self.rng.between(1, pause));
    }

    /// 0, 1, 2, … one more each time.
    pub(crate) fn take_turn(&self) -> usize {
        self.turns.replace(self.turns.get() + 1)
    }

    pub(crate) fn iso(&self) -> String {
        self.clock.iso()
    }

    pub(crate) fn pod(&self) -> String {
        format!("checkout-{}", self.pods[self.between(0, 3) as usize])
    }

    pub(crate) fn order(&self) -> String {
        let mut orders = self.orders.borrow_mut();
        let place = self.between(0, ORDERS_IN_FLIGHT as u64 - 1) as usize;
        if self.rng.percent(12) {
            let newest = orders.iter().copied().max().unwrap_or_default();
            orders[place] = newest + self.between(1, 9);
        }
        format!("ord-{}", orders[place])
    }

    pub(crate) fn cart(&self) -> String {
        format!("cart-{}", self.rng.text(LOWER, 7))
    }

    pub(crate) fn customer(&self) -> String {
        format!("cus-{}", self.between(100_000, 9_999_999))
    }

    pub(crate) fn trace(&self) -> String {
        format!("trace={}", self.rng.hex(16))
    }

    pub(crate) fn between(&self, low: u64, high: u64) -> u64 {
        self.rng.between(low, high)
    }

    pub(crate) fn pick(&self, items: &[&'static str]) -> &'static str {
        self.rng.pick(items)
    }

    pub(crate) fn city(&self) -> &'static str {
        self.pick(&CITIES)
    }

    pub(crate) fn person(&self) -> &'static str {
        self.pick(&PEOPLE)
    }

    pub(crate) fn emoji(&self) -> &'static str {
        self.pick(&EMOJI)
    }

    pub(crate) fn service(&self) -> &'static str {
        self.pick(&SERVICES)
    }

    pub(crate) fn product(&self) -> &'static str {
        self.pick(&PRODUCTS)
    }

    pub(crate) fn warehouse(&self) -> &'static str {
        self.pick(&WAREHOUSES)
    }

    pub(crate) fn sku(&self) -> String {
        format!("SKU-{}-{}", self.rng.text(UPPER_HEX, 3), self.between(1000, 9999))
    }

    pub(crate) fn amount(&self) -> String {
        format!("{}.{:02}", self.between(3, 480), self.between(0, 99))
    }

    /// A latency: most are short, few are long.
    pub(crate) fn ms(&self) -> u64 {
        let ceiling = self.between(4, 260);
        self.between(1, ceiling)
    }

    pub(crate) fn slow_ms(&self) -> u64 {
        self.between(800, 9500)
    }

    /// An address of the networks that are kept for documentation, or of the cluster.
    pub(crate) fn ip(&self) -> String {
        let network = self.pick(&["192.0.2", "198.51.100", "203.0.113"]);
        format!("{network}.{}", self.between(1, 254))
    }

    pub(crate) fn cluster_ip(&self) -> String {
        format!("10.{}.{}.{}", self.between(8, 40), self.between(0, 255), self.between(1, 254))
    }
}
