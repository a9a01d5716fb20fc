//! A rule made ready to run.

use std::sync::{Arc, OnceLock};

use regex_syntax::hir::Hir;

use super::{
    caches::Spare,
    context::{CompiledCondition, CompiledExceptions},
    echo::Sight,
    engine::{Engine, Match, parse, read},
    literal::Starts,
    needs::{Needs, needs},
    overlap::Claim,
    plan::{self, Plan, Prepared, can_match_newline},
    validate::{self, Validator, Verdict, reaches},
};
use crate::{
    Error, ErrorKind, Finding, FingerprintKey, Proof, Result, Rule, Span,
    redact::preview,
    rule::{Condition, Place, translate},
};

/// A rule with everything that it needs to run.
pub(crate) struct CompiledRule {
    pub(crate) name: Arc<str>,
    pub(crate) rule: Box<Rule>,
    pub(crate) engine: Engine,
    pub(crate) plan: Plan,
    conditions: Vec<CompiledCondition>,
    validators: Vec<&'static dyn Validator>,
    exceptions: CompiledExceptions,
    /// True when values start with one of the plan's literals.
    starts_fixed: bool,
    /// Worked out when many tries are in vain.
    sight: OnceLock<Option<Sight>>,
    sees_far: OnceLock<bool>,
    needs: OnceLock<Needs>,
    spare: Arc<Spare>,
}

/// What most rules see of a text. What they see after a place may be its line, too, however long that is.
pub(super) const NEAR: Sight = Sight { back: 512, ahead: 1 << 10 };

/// Assertions look at so many bytes round a place.
const LOOK: usize = 4;

impl CompiledRule {
    /// Compiles a rule; one that was prepared is known to compile, and is compiled when it is first needed.
    ///
    /// # Errors
    ///
    /// `InvalidRule`, with the rule and the field that is wrong.
    pub(crate) fn new(name: &str, rule: Box<Rule>, prepared: Option<Prepared>, spare: &Arc<Spare>) -> Result<Self> {
        Self::compile(name, rule, prepared, spare).map_err(|error| error.with("rule", name))
    }

    fn compile(name: &str, rule: Box<Rule>, prepared: Option<Prepared>, spare: &Arc<Spare>) -> Result<Self> {
        let known = prepared.is_some();
        let (engine, plan, mut conditions) = match prepared {
            Some(prepared) => (Engine::on_demand(&rule, prepared.shape, spare), prepared.plan, Vec::new()),
            None => compile_regex(&rule, spare)?,
        };
        let boundaries = [(Place::BeforeStart, &rule.before, "before"), (Place::FromEnd, &rule.after, "after")];
        for (place, regex, field) in boundaries {
            if let Some(regex) = regex {
                let condition = Condition { place, negated: false, regex: regex.clone() };
                conditions.push(if known {
                    CompiledCondition::on_demand(&condition, rule.unicode, spare)
                } else {
                    CompiledCondition::new(&condition, rule.unicode, spare).map_err(|error| error.with("in", field))?
                });
            }
        }
        let validators = rule.validate.iter().map(|validator| {
            validate::by_name(validator).ok_or_else(|| {
                Error::new(ErrorKind::InvalidRule, "compile rule", "unknown validator")
                    .with("field", "validate")
                    .with("validator", validator)
            })
        });
        let starts_fixed = starts_fixed(&engine, &plan);
        let validators = validators.collect::<Result<_>>()?;
        let exceptions = CompiledExceptions::new(&rule.exceptions, rule.unicode, spare)
            .map_err(|error| error.with("in", "exceptions"))?;
        let name = Arc::from(name);
        Ok(Self {
            name,
            rule,
            engine,
            plan,
            conditions,
            validators,
            exceptions,
            starts_fixed,
            sight: OnceLock::new(),
            sees_far: OnceLock::new(),
            needs: OnceLock::new(),
            spare: Arc::clone(spare),
        })
    }

    /// Where the value of a match stands, and what proves it, if the rest of the rule agrees. Of nothing there is no finding.
    #[inline]
    pub(crate) fn judge(&self, text: &[u8], matched: Match, key: Option<&FingerprintKey>) -> Option<(Span, Proof)> {
        if !self.conditions.iter().all(|condition| condition.holds(text, matched.whole)) {
            return None;
        }
        let span = self.engine.value(text, matched);
        if span.is_empty() {
            return None;
        }
        Some((span, self.judge_value(span.of(text), key)?))
    }

    /// What proves a value, if nothing refutes it and it is not excepted.
    fn judge_value(&self, value: &[u8], key: Option<&FingerprintKey>) -> Option<Proof> {
        let proof = self.proof(value)?;
        let fingerprint = || key.map(|key| key.fingerprint(&self.name, value));
        let excepted = self.exceptions.except(value, || self.own_prefix(value), fingerprint);
        (!excepted).then_some(proof)
    }

    /// The finding that a value is.
    pub(crate) fn finding(
        &self,
        text: &[u8],
        span: Span,
        proof: Proof,
        key: Option<&FingerprintKey>,
        ruleset: &Arc<str>,
    ) -> Finding {
        let value = span.of(text);
        Finding {
            rule: Arc::clone(&self.name),
            category: self.rule.category,
            severity: self.rule.severity,
            confidence: self.rule.confidence,
            span,
            preview: preview(value, self.rule.redact),
            fingerprint: key.map(|key| key.fingerprint(&self.name, value)),
            proof,
            encodings: Vec::new(),
            components: Vec::new(),
            ruleset: Arc::clone(ruleset),
            cover: span,
            issuer_known: self.rule.provider.is_some(),
        }
    }

    /// What the rule says where its finding overlaps another.
    pub(crate) fn claim(&self, span: Span, proof: Proof) -> Claim<'_> {
        let Rule { category, confidence, ref provider, .. } = *self.rule;
        Claim { span, proof, category, issuer_known: provider.is_some(), confidence, rule: &self.name }
    }

    /// What must hold beside a match.
    pub(crate) fn conditions(&self) -> &[CompiledCondition] {
        &self.conditions
    }

    /// How much of a text decides whether something is found at a place; none when there is no bound.
    pub(crate) fn sight(&self) -> Option<Sight> {
        *self.sight.get_or_init(|| {
            let Engine::Linear { longest: Some(longest), .. } = self.engine else { return None };
            let Sight { back, ahead } = self.sight_beside()?;
            Some(Sight { back, ahead: longest.saturating_add(ahead) })
        })
    }

    /// True when bytes that are not [near](NEAR) may decide whether something is found at a place.
    pub(crate) fn sees_far(&self) -> bool {
        *self.sees_far.get_or_init(|| self.sees_further_than(NEAR).unwrap_or(true))
    }

    /// None when it is not known.
    fn sees_further_than(&self, near: Sight) -> Option<bool> {
        let Engine::Linear { longest, .. } = self.engine else { return None };
        let Sight { back, ahead } = self.sight_beside()?;
        let is_near = longest.is_some_and(|longest| longest.saturating_add(ahead) <= near.ahead);
        Some(back > near.back || ahead > near.ahead || !is_near && can_match_newline(&self.engine.hir()?))
    }

    /// How much is seen before the start of a match, and after its end; none when there is no bound.
    fn sight_beside(&self) -> Option<Sight> {
        let mut sight = Sight { back: LOOK, ahead: LOOK };
        for condition in &self.conditions {
            match condition.looks_back() {
                // It may look back from the end of a match, too: all of that is seen.
                Some(back) => sight.back = sight.back.max(back.saturating_add(LOOK)),
                None => {
                    let ahead = condition.hir().ok()?.properties().maximum_len()?;
                    sight.ahead = sight.ahead.max(ahead.saturating_add(LOOK));
                }
            }
        }
        Some(sight)
    }

    /// What every match needs; nothing where a match has no bound.
    pub(crate) fn needs(&self) -> &Needs {
        self.needs.get_or_init(|| {
            let read = self.engine.longest().zip(self.engine.hir());
            let after: Vec<Hir> = self.conditions.iter().filter_map(CompiledCondition::needed_after).collect();
            read.map(|(longest, hir)| needs(&hir, longest, after.iter())).unwrap_or_default()
        })
    }

    /// What the caches of its automata share with those of other rules.
    pub(crate) fn spare(&self) -> &Arc<Spare> {
        &self.spare
    }

    /// The strongest proof for a value; none when something refutes it.
    fn proof(&self, value: &[u8]) -> Option<Proof> {
        if self.rule.entropy.is_some_and(|floor| !reaches(value, floor)) {
            return None;
        }
        let mut strongest = self.proof_of_form();
        for validator in &self.validators {
            match validator.check(value) {
                Verdict::Refuted => return None,
                Verdict::Plausible => {}
                Verdict::Proven(proof) => strongest = strongest.max(proof),
            }
        }
        Some(strongest)
    }

    /// How many bytes at the start of a value are the rule's own: a literal that its regex starts with.
    fn own_prefix(&self, value: &[u8]) -> usize {
        if !self.starts_fixed {
            return 0;
        }
        let own = self.plan.literals().iter().filter(|literal| literal.starts(value));
        own.map(|literal| literal.bytes().len()).max().unwrap_or(0)
    }

    /// What the regex alone proves: a known prefix of the value is a structure.
    fn proof_of_form(&self) -> Proof {
        if self.starts_fixed {
            Proof::Structure
        } else if self.rule.entropy.is_some() {
            Proof::Entropy
        } else {
            Proof::Context
        }
    }
}

impl Starts for Vec<CompiledRule> {
    fn start(&self, rule: u32) -> Option<Hir> {
        let rule = self.get(rule as usize)?;
        Some(plan::start(&rule.engine.hir()?, &rule.plan))
    }
}

impl std::fmt::Debug for CompiledRule {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("CompiledRule").field("name", &self.name).field("plan", &self.plan).finish_non_exhaustive()
    }
}

fn compile_regex(rule: &Rule, spare: &Arc<Spare>) -> Result<(Engine, Plan, Vec<CompiledCondition>)> {
    let plan = |hir: &Hir| Ok(Prepared::new(hir, before(rule)?.as_ref()).plan);
    let refused = match parse(&rule.regex, rule.unicode) {
        Ok(hir) => {
            let plan = plan(&hir)?;
            return Ok((Engine::linear(&hir, spare)?, plan, Vec::new()));
        }
        Err(error) => error,
    };
    let translation = translate(&rule.regex, |regex| parse(regex, rule.unicode).ok());
    match translation.linear {
        Some((regex, conditions)) if !conditions.is_empty() => {
            let hir = parse(&regex, rule.unicode)?;
            let plan = plan(&hir)?;
            let conditions = conditions.iter().map(|condition| CompiledCondition::new(condition, rule.unicode, spare));
            Ok((Engine::linear(&hir, spare)?, plan, conditions.collect::<Result<_>>()?))
        }
        _ if has_look_around(&rule.regex) => Ok((Engine::budgeted(rule)?, Plan::Whole, Vec::new())),
        _ => Err(refused),
    }
}

/// What a match must have before it, read.
fn before(rule: &Rule) -> Result<Option<Hir>> {
    let read = |regex| read(regex, rule.unicode).map_err(|error| error.with("in", "before"));
    rule.before.as_deref().map(read).transpose()
}

fn has_look_around(regex: &str) -> bool {
    ["(?=", "(?!", "(?<=", "(?<!"].iter().any(|opening| regex.contains(opening))
}

/// A group that selects the value may start past the literal; a single character is no structure.
fn starts_fixed(engine: &Engine, plan: &Plan) -> bool {
    match (engine, plan) {
        (Engine::Linear { secret: None, .. }, Plan::Prefix(literals, _)) => {
            literals.iter().all(|literal| literal.bytes().len() > 1)
        }
        _ => false,
    }
}

#[cfg(test)]
impl Prepared {
    /// What the build works out for a rule.
    pub(crate) fn of(rule: &Rule) -> Result<Self> {
        Ok(Self::new(&parse(&rule.regex, rule.unicode)?, before(rule)?.as_ref()))
    }
}
