//! Days of birth inside numbers.

/// True when the day is in the calendar. A `year` below 100 is one of any century.
pub(super) fn is_day(year: u32, month: u32, day: u32) -> bool {
    let leap = year.is_multiple_of(4) && (year < 100 || !year.is_multiple_of(100) || year.is_multiple_of(400));
    let days = match month {
        4 | 6 | 9 | 11 => 30,
        2 if leap => 29,
        2 => 28,
        1..=12 => 31,
        _ => 0,
    };
    (1..=days).contains(&day)
}

/// Two digits as a number.
pub(super) fn two(digits: &[u32]) -> u32 {
    digits[0] * 10 + digits[1]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_calendar_of_four_centuries() {
        let days =
            (1800..2200).flat_map(|year| (0..=13).flat_map(move |month| (0..=32).map(move |day| (year, month, day))));
        let given = days.filter(|&(year, month, day)| is_day(year, month, day)).count();
        // 400 Gregorian years have 146097 days.
        assert_eq!(given, 146_097);
        assert!(is_day(0, 2, 29) && !is_day(1900, 2, 29));
    }
}
