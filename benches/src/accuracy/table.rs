//! The figures as people read them.

use std::fmt;

use super::{Accuracy, Generated, Target, generated::STRINGS, targets};

impl fmt::Display for Accuracy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.lines_table(f)?;
        self.benign_table(f)?;
        self.generated_table(f)?;
        writeln!(f, "\n| figure | value | target | |\n|---|--:|--:|---|")?;
        for verdict in targets(self) {
            let target = match verdict.target {
                Target::AtLeast(least) => format!("≥ {least}"),
                Target::AtMost(most) => format!("≤ {most}"),
            };
            let said = if verdict.met { "met" } else { "MISSED" };
            writeln!(f, "| {} | {:.4} | {target} | {said} |", verdict.name, verdict.value)?;
        }
        self.absent.iter().try_for_each(|reason| writeln!(f, "not measured: {reason}"))
    }
}

impl Accuracy {
    fn lines_table(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some(all) = self.lines else { return Ok(()) };
        writeln!(f, "| lines | secrets | recall | covered | negatives | flagged | precision | F1 |")?;
        writeln!(f, "|---|--:|--:|--:|--:|--:|--:|--:|")?;
        let kinds = self.lines_by_kind.iter().map(|(kind, score)| (&**kind, *score));
        for (kind, score) in kinds.chain([("all", all)]) {
            let (secrets, negatives) = (score.found + score.missed, score.flagged + score.quiet);
            let [recall, coverage] = [score.recall(), score.coverage()];
            let [precision, f1] = [score.precision(), score.f1()];
            write!(f, "| {kind} | {secrets} | {recall:.3} | {coverage:.3} | {negatives} | {} |", score.flagged)?;
            writeln!(f, " {precision:.3} | {f1:.3} |")?;
        }
        Ok(())
    }

    fn benign_table(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.benign.is_empty() {
            return Ok(());
        }
        writeln!(f, "\n| benign files | MB | secrets | a MB | personal data | a MB | cards and ids |")?;
        writeln!(f, "|---|--:|--:|--:|--:|--:|--:|")?;
        let kinds = self.benign.iter().map(|(kind, quiet)| (&**kind, *quiet));
        for (kind, quiet) in kinds.chain([("all", self.benign_of(&[""]))]) {
            let [secrets, pii] = [quiet.per_mb(quiet.secrets), quiet.per_mb(quiet.pii)];
            write!(f, "| {kind} | {:.1} | {} | {secrets:.2} |", quiet.bytes as f64 / 1e6, quiet.secrets)?;
            writeln!(f, " {} | {pii:.2} | {} |", quiet.pii, quiet.numbers)?;
        }
        for (rule, kinds) in &self.benign_by_rule {
            writeln!(f, "  {rule}: {kinds:?}")?;
        }
        Ok(())
    }

    fn generated_table(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sum = |value: fn(&Generated) -> usize| self.generated.iter().map(value).sum::<usize>();
        let placeholders = self.placeholders;
        writeln!(f, "\nplaceholders: {} of {} lines flagged", placeholders.flagged, placeholders.lines)?;
        let [accepted, found] = [sum(|row| row.accepted), sum(|row| row.found)];
        writeln!(f, "generated: {found} of {accepted} strings found, of {} rules", self.generated.len())?;
        let refused = self.generated.iter().filter(|row| row.proof).map(|row| row.refused).sum::<usize>();
        writeln!(f, "generated: {refused} strings without a right checksum or structure, none reported by its rule")?;
        let unusual = |row: &&Generated| row.covered < row.accepted || row.accepted < STRINGS;
        for row in self.generated.iter().filter(unusual) {
            let Generated { rule, accepted, found, covered, refused, .. } = row;
            writeln!(f, "  {rule}: {found} found and {covered} covered of {accepted} accepted; {refused} refused")?;
        }
        Ok(())
    }
}
