//! The log's own clock, in the ways that its writers print it; the machine's clock is never read.

use std::cell::Cell;

/// 2025-08-02T12:40:00Z, in milliseconds.
const START: u64 = 1_754_138_400_000;
const DAY: u64 = 86_400_000;
const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

pub(crate) struct Clock {
    millis: Cell<u64>,
}

impl Clock {
    pub(crate) fn new() -> Clock {
        Clock { millis: Cell::new(START) }
    }

    pub(crate) fn advance(&self, millis: u64) {
        self.millis.set(self.millis.get() + millis);
    }

    pub(crate) fn unix_seconds(&self) -> u64 {
        self.millis.get() / 1000
    }

    /// `2025-08-02T12:45:01.123Z`
    pub(crate) fn iso(&self) -> String {
        let (year, month, day) = self.date();
        format!("{year:04}-{month:02}-{day:02}T{}.{:03}Z", self.time(), self.millis.get() % 1000)
    }

    /// `2025-08-02 12:45:01,123`, as Python's logging prints it.
    pub(crate) fn python(&self) -> String {
        let (year, month, day) = self.date();
        format!("{year:04}-{month:02}-{day:02} {},{:03}", self.time(), self.millis.get() % 1000)
    }

    /// `02/Aug/2025:12:45:01 +0000`, as nginx prints it.
    pub(crate) fn nginx(&self) -> String {
        let (year, month, day) = self.date();
        format!("{day:02}/{}/{year}:{} +0000", MONTHS[month as usize - 1], self.time())
    }

    /// `0802 12:45:01.123456`, as Go's klog prints it behind the level.
    pub(crate) fn klog(&self) -> String {
        let (_, month, day) = self.date();
        format!("{month:02}{day:02} {}.{:06}", self.time(), self.millis.get() % 1000 * 1000 + 417)
    }

    fn time(&self) -> String {
        let seconds = self.unix_seconds() % 86_400;
        format!("{:02}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60)
    }

    /// The civil date, counted in years that begin in March so that leap days come last.
    fn date(&self) -> (u64, u64, u64) {
        let days = self.millis.get() / DAY + 719_468;
        let (era, day_of_era) = (days / 146_097, days % 146_097);
        let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let shifted = (5 * day_of_year + 2) / 153;
        let day = day_of_year - (153 * shifted + 2) / 5 + 1;
        let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
        (era * 400 + year_of_era + u64::from(month <= 2), month, day)
    }
}
