//! A reliability plot: stated confidence to the right, measured precision upwards. On the diagonal rules keep their word.

use std::{fs::File, io::BufWriter, path::Path};

use super::Calibrations;

/// Rules of about the same stated confidence, together.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Point {
    /// Their mean stated confidence, weighted by findings.
    pub stated: f64,
    /// The share of their findings that are right.
    pub precision: f64,
    /// How many findings that are.
    pub findings: usize,
}

const BINS: usize = 20;
const SIDE: usize = 440;
/// Room for the numbers at the axes.
const MARGIN: usize = 30;

/// The points of the plot, by rising confidence: one for each twentieth that has findings.
pub fn points(calibrations: &Calibrations) -> Vec<Point> {
    let mut bins = [(0.0, 0, 0); BINS];
    for calibration in calibrations.values() {
        let bin = &mut bins[((calibration.stated * BINS as f64) as usize).min(BINS - 1)];
        bin.0 += calibration.stated * calibration.findings() as f64;
        bin.1 += calibration.right;
        bin.2 += calibration.findings();
    }
    let point = |(stated, right, findings): (f64, usize, usize)| Point {
        stated: stated / findings as f64,
        precision: right as f64 / findings as f64,
        findings,
    };
    bins.into_iter().filter(|bin| bin.2 > 0).map(point).collect()
}

/// Draws the points, the larger the more findings they stand for, into a PNG.
///
/// # Errors
///
/// A file that cannot be written.
pub fn write_png(points: &[Point], path: &Path) -> Result<(), String> {
    let failed = |why: &dyn std::fmt::Display| format!("{}: {why}", path.display());
    let file = File::create(path).map_err(|error| failed(&error))?;
    let mut encoder = png::Encoder::new(BufWriter::new(file), SIDE as u32, SIDE as u32);
    encoder.set_color(png::ColorType::Grayscale);
    encoder.set_depth(png::BitDepth::Eight);
    let mut writer = encoder.write_header().map_err(|error| failed(&error))?;
    writer.write_image_data(&drawn(points)).map_err(|error| failed(&error))
}

fn drawn(points: &[Point]) -> Vec<u8> {
    let mut canvas = Canvas(vec![255; SIDE * SIDE]);
    for tenth in 0..=10 {
        let at = f64::from(tenth) / 10.0;
        for step in 0..=1000 {
            let along = f64::from(step) / 1000.0;
            canvas.dot(at, along, 0, 225);
            canvas.dot(along, at, 0, 225);
        }
        canvas.number(tenth as usize, x(at) - 5, y(0.0) + 8);
        canvas.number(tenth as usize, MARGIN - 24, y(at) - 4);
    }
    (0..=1000).for_each(|step| canvas.dot(f64::from(step) / 1000.0, f64::from(step) / 1000.0, 0, 150));
    for point in points {
        let radius = 2 + (point.findings as f64).log10().max(0.0) as usize;
        canvas.dot(point.stated, point.precision, radius, 0);
    }
    canvas.0
}

struct Canvas(Vec<u8>);

impl Canvas {
    fn dot(&mut self, right: f64, up: f64, radius: usize, shade: u8) {
        let (column, row, radius) = (x(right) as isize, y(up) as isize, radius as isize);
        for across in -radius..=radius {
            for down in -radius..=radius {
                if across * across + down * down <= radius * radius {
                    self.set(column + across, row + down, shade);
                }
            }
        }
    }

    /// So many tenths, as `0.7`, with its upper left corner there.
    fn number(&mut self, tenths: usize, column: usize, row: usize) {
        for (place, glyph) in [DIGITS[tenths / 10], POINT, DIGITS[tenths % 10]].into_iter().enumerate() {
            for bit in (0..15).filter(|bit| glyph >> (14 - bit) & 1 == 1) {
                let (left, top) = (column + 8 * place + 2 * (bit % 3), row + 2 * (bit / 3));
                for (across, down) in [(0, 0), (0, 1), (1, 0), (1, 1)] {
                    self.set((left + across) as isize, (top + down) as isize, 0);
                }
            }
        }
    }

    fn set(&mut self, column: isize, row: isize, shade: u8) {
        let inside = |at: isize| (0..SIDE as isize).contains(&at);
        if inside(column) && inside(row) {
            self.0[row as usize * SIDE + column as usize] = shade;
        }
    }
}

fn x(right: f64) -> usize {
    MARGIN + (right * (SIDE - 2 * MARGIN) as f64).round() as usize
}

fn y(up: f64) -> usize {
    SIDE - MARGIN - (up * (SIDE - 2 * MARGIN) as f64).round() as usize
}

/// Three columns by five rows, the first bit at the upper left.
const DIGITS: [u16; 10] = [
    0b111_101_101_101_111,
    0b010_110_010_010_111,
    0b111_001_111_100_111,
    0b111_001_111_001_111,
    0b101_101_111_001_001,
    0b111_100_111_001_111,
    0b111_100_111_101_111,
    0b111_001_010_010_010,
    0b111_101_111_101_111,
    0b111_101_111_001_111,
];
const POINT: u16 = 0b000_000_000_000_010;

#[cfg(test)]
mod tests {
    use sentinel_core::Category;

    use super::*;
    use crate::calibration::Calibration;

    fn calibrations() -> Calibrations {
        let of = |stated, right, wrong| Calibration { stated, category: Category::Secret, right, wrong };
        let rules = [("A", of(0.91, 9, 1)), ("B", of(0.93, 9, 1)), ("C", of(0.5, 1, 1)), ("D", of(0.2, 0, 0))];
        rules.map(|(name, calibration)| (name.to_owned(), calibration)).into()
    }

    #[test]
    fn rules_of_like_confidence_are_one_point_and_those_without_findings_none() {
        let points = points(&calibrations());
        let rounded: Vec<_> = points.iter().map(|p| ((p.stated * 100.0).round(), p.precision, p.findings)).collect();
        assert_eq!(rounded, [(50.0, 0.5, 2), (92.0, 0.9, 20)]);
    }

    #[test]
    fn a_point_stands_where_its_figures_say() {
        let image = drawn(&[Point { stated: 0.9, precision: 0.2, findings: 1000 }]);
        assert_eq!(image.len(), SIDE * SIDE);
        assert_eq!(image[y(0.2) * SIDE + x(0.9)], 0);
        assert_ne!(image[y(0.9) * SIDE + x(0.2)], 0);
    }
}
