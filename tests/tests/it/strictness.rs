//! The schemas mean something: a value of a kind that no source shows at its location is wrong by them.

use std::collections::{BTreeMap, BTreeSet};

use fortinac_evidence::{Kind, ShownKinds};
use fortinac_spec::api::{Api, SchemaKind, Type};
use fortinac_spec::{Spec, Validator};
use fortinac_tests::{
    Case, RecordType, at, examples, exchanges, instances, records_in_json, samples, shown_kinds,
};
use serde_json::json;

use Kind::{Array, Boolean, Fraction, Integer, Object};

/// How much of what is wrong the schemas must reject. What they do not reject has a reason, each; this is against
/// reasons that become many.
const SHARE: f64 = 0.98;

/// Where what is known of the wire (`WIRE.md` of the reference, sections 3, 5 and 6) allows more kinds than the test data
/// shows. Properties are named with the end of their record's name, or alone for all records that are no envelope. Null is
/// allowed everywhere.
const RULES: &[(&str, &[&str], &[Kind])] = &[
    (
        "an enumeration-like field is an integer or a string",
        &[
            "state",
            "type",
            "status",
            "elementType",
            "elementClass",
            "taskType",
            "scheduledObjectType",
            "clientState",
            "authType",
            "innerEapType",
            "outerEapType",
            "mediumType",
            "authenticationMethod",
            "dashboardType",
            "regType",
            "requestSource",
            "userNameFormat",
            "visitorType",
            "stateType",
            "sessionType",
        ],
        &[Integer, Kind::String],
    ),
    (
        "a version is a number, with a fraction or without",
        &["version", "packedVersion"],
        &[Integer, Fraction],
    ),
    (
        "a time is epoch milliseconds, -1, 0 or a string, also where only null or 0 was seen",
        &[
            "lastSuccessfulPoll",
            "lastReValidation",
            "validForTime",
            "dateCompleted",
            "dateDue",
            "testTime",
            "Certificate.expiration",
            "FirewallTag.lastModifiedDateMilliseconds",
            "LicenseContract.expration",
            "ManagedServer.lastSyncAttempt",
            "ManagedServer.lastSyncSuccess",
            "SecurityEventStatistics.endDate",
            "SecurityEventStatistics.startDate",
        ],
        &[Integer, Kind::String],
    ),
    (
        "a profile writes its ids in two ways",
        &["UserHostProfile.DBID", "UserHostProfile.GUID"],
        &[Integer],
    ),
    (
        "a reference by id has a number, or a number inside a string",
        &[
            "AccessConfiguration.id",
            "AuthenticationConfiguration.id",
            "UsbDetectionHostGroup.id",
        ],
        &[Integer, Kind::String],
    ),
    (
        "a filter is a string in generated samples and an object in real records",
        &["AccessPolicy.filterSet[]", "UserHostProfile.filterSet[]"],
        &[Kind::String, Object],
    ),
    (
        "an audited record is an object, or a string where a sample cuts the recursion off",
        &["AuditRecord.auditObj", "AuditLiveObject.auditObj"],
        &[Kind::String, Object],
    ),
    (
        "a failure has a message",
        &["Envelope.errorMessage"],
        &[Kind::String],
    ),
    (
        "a list counts its items",
        &["Envelope.filtered", "Envelope.total"],
        &[Integer],
    ),
];

/// Kinds that the schemas take although the sources show others, each with its reason. Beside these, an open schema
/// takes all kinds and says why in `x-fortinac-open`, and where the sources show no kind, the spec chooses some.
const ALLOWED: &[(&str, &[Kind], &str)] = &[];

/// What the schemas make of wrong kinds.
#[derive(Default)]
struct Outcome {
    tried: usize,
    rejected: usize,
    names: BTreeSet<String>,
    /// By location and kind, how often a schema took what no source shows.
    survivors: BTreeMap<(String, Kind), usize>,
    /// By location and kind, how often a type took what the schema rejects.
    taken_by_type: BTreeMap<(String, Kind), usize>,
}

/// The kinds that a location may have, by the sources and the rules.
fn known_kinds(shown: &ShownKinds, name: &str) -> BTreeSet<Kind> {
    let mut kinds = shown.kinds(name);
    if shown.is_time(name) {
        kinds.extend([Integer, Kind::String]);
    }
    let (record, property) = name.split_once('.').unwrap_or(("", name));
    let is_envelope = record.ends_with("Envelope");
    let applies = |rule: &&str| match rule.contains('.') {
        true => name.ends_with(rule),
        false => !is_envelope && *rule == property,
    };
    let rules = RULES
        .iter()
        .filter(|(_, names, _)| names.iter().any(&applies));
    kinds.extend(rules.flat_map(|(_, _, kinds)| *kinds));
    kinds
}

/// Tries wrong values in all bodies of the operations that are named, or of all if none is.
fn try_all(spec: &Spec, shown: &ShownKinds, operations: &[&str]) -> Outcome {
    let mut outcome = Outcome::default();
    let validator = spec.validator().unwrap();
    let cases = [
        examples(spec),
        exchanges(spec),
        samples(spec),
        instances(spec),
    ];
    let is_meant =
        |case: &&Case| operations.is_empty() || operations.contains(&case.operation.id.as_str());
    for case in cases.iter().flatten().filter(is_meant) {
        try_case(spec.api(), &validator, shown, case, &mut outcome);
    }
    outcome
}

fn try_case(
    api: &Api,
    validator: &Validator,
    shown: &ShownKinds,
    case: &Case,
    outcome: &mut Outcome,
) {
    let schema = case.schema();
    let round_trip = RecordType::named(case.record()).round_trip;
    for location in case.locations(api) {
        outcome.names.insert(location.name.clone());
        let known = match location.path.is_empty() {
            true => BTreeSet::from([Object]),
            false => known_kinds(shown, &location.name),
        };
        for kind in Kind::ALL.into_iter().filter(|kind| !known.contains(kind)) {
            let mut wrong = case.json.clone();
            *at(&mut wrong, &location.path) = kind.sample();
            outcome.tried += 1;
            if validator.check(&schema, &wrong).is_empty() {
                *outcome
                    .survivors
                    .entry((location.name.clone(), kind))
                    .or_default() += 1;
                continue;
            }
            outcome.rejected += 1;
            if round_trip(wrong.to_string().as_bytes()).is_ok() {
                *outcome
                    .taken_by_type
                    .entry((location.name.clone(), kind))
                    .or_default() += 1;
            }
        }
    }
}

/// Survivors in lines, one for each location.
fn listed(survivors: &BTreeMap<(String, Kind), usize>) -> String {
    let mut lines = BTreeMap::<&str, Vec<String>>::new();
    for ((name, kind), count) in survivors {
        lines
            .entry(name)
            .or_default()
            .push(format!("{kind} ({count})"));
    }
    let lines = lines
        .iter()
        .map(|(name, kinds)| format!("  {name}: {}\n", kinds.join(", ")));
    lines.collect()
}

/// The kinds that the spec chose where it had to choose: all of an open schema, which says why it is open, and those of
/// the type where the sources show no kind.
fn chosen_kinds(api: &Api, shown: &ShownKinds) -> BTreeSet<(String, Kind)> {
    let mut chosen = BTreeSet::new();
    for (record, property) in api.properties() {
        let mut name = format!("{record}.{}", property.name);
        let mut ty = &property.ty;
        loop {
            if *ty == Type::Any {
                let reason = property.open.as_deref().unwrap_or_default();
                assert!(!reason.is_empty(), "{name} is open without a reason");
            }
            if *ty == Type::Any || known_kinds(shown, &name).is_empty() {
                let kinds = kinds_of_type(api, ty).into_iter();
                chosen.extend(kinds.map(|kind| (name.clone(), kind)));
            }
            (ty, name) = match ty {
                Type::Array(items) => (items, format!("{name}[]")),
                Type::Map(values) => (values, format!("{name}{{}}")),
                _ => break,
            };
        }
    }
    chosen
}

fn kinds_of_type(api: &Api, ty: &Type) -> BTreeSet<Kind> {
    let kinds: &[Kind] = match ty {
        Type::String | Type::JsonString | Type::StringOf(_) | Type::File | Type::Secret => {
            &[Kind::String]
        }
        Type::Integer => &[Integer],
        Type::Number => &[Integer, Fraction],
        Type::Boolean => &[Boolean],
        Type::IntegerOrString => &[Integer, Kind::String],
        Type::RecordOrString(_) => &[Object, Kind::String],
        Type::Array(_) => &[Array],
        Type::Map(_) | Type::Object => &[Object],
        Type::Any => &Kind::ALL,
        Type::Ref(name) => match api.schemas[name].kind {
            SchemaKind::Record(_) => &[Object],
            SchemaKind::OpenEnum(_) => &[Kind::String],
            SchemaKind::IntegerOrString => &[Integer, Kind::String],
        },
    };
    kinds.iter().copied().collect()
}

#[test]
fn what_no_source_shows_is_rejected() {
    let spec = Spec::bundled();
    let shown = shown_kinds(&spec);
    let outcome = try_all(&spec, &shown, &[]);
    let share = outcome.rejected as f64 / outcome.tried as f64;
    println!(
        "{} of {} wrong values are rejected, {:.2} %",
        outcome.rejected,
        outcome.tried,
        100.0 * share
    );
    println!("survivors:\n{}", listed(&outcome.survivors));
    println!("taken by types:\n{}", listed(&outcome.taken_by_type));

    let chosen = chosen_kinds(spec.api(), &shown);
    let survivors: BTreeSet<_> = outcome.survivors.into_keys().collect();
    let left: BTreeSet<_> = survivors.difference(&chosen).cloned().collect();
    let allowed: BTreeSet<_> = ALLOWED
        .iter()
        .flat_map(|(name, kinds, _)| kinds.iter().map(|kind| ((*name).to_owned(), *kind)))
        .collect();
    let unexplained = Vec::from_iter(left.difference(&allowed));
    let unused = Vec::from_iter(allowed.difference(&left));
    assert!(
        unexplained.is_empty(),
        "these survive without a reason: {unexplained:?}"
    );
    assert!(
        unused.is_empty(),
        "these need no reason of their own: {unused:?}"
    );
    assert!(share >= SHARE, "only {:.2} % are rejected", 100.0 * share);
    let taken = Vec::from_iter(outcome.taken_by_type.keys());
    assert!(
        taken.is_empty(),
        "types take what schemas reject: {taken:?}"
    );

    let in_json = records_in_json(spec.api());
    let expected = spec
        .api()
        .properties()
        .filter(|(record, _)| in_json.contains(record))
        .map(|(record, property)| format!("{record}.{}", property.name));
    let untried: Vec<_> = expected
        .filter(|name| !outcome.names.contains(name))
        .collect();
    assert!(untried.is_empty(), "no body has {untried:?}");
}

#[test]
fn a_schema_that_takes_anything_is_found() {
    let spec = Spec::bundled();
    let mut document = spec.document().clone();
    document["components"]["schemas"]["User"]["properties"]["firstName"] = json!({});
    let outcome = try_all(
        &Spec::new(document).unwrap(),
        &shown_kinds(&spec),
        &["user_update"],
    );
    for kind in [Boolean, Integer, Fraction, Array, Object] {
        assert!(
            outcome
                .survivors
                .contains_key(&("User.firstName".to_owned(), kind)),
            "{kind}"
        );
    }
}
