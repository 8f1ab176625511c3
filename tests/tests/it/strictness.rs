//! The schemas mean something: a value of a kind that no source shows in its place is wrong by them.

use std::collections::{BTreeMap, BTreeSet};

use fortinac_spec::{Description, Validator};
use fortinac_tests::{
    Case, Evidence, Kind, RecordType, at, examples, exchanges, instances, places, samples,
};
use serde_json::json;

use Kind::{Flag, Fraction, Integer, List, Object, Text};

/// How much of what is wrong the schemas must reject.
const FLOOR: f64 = 0.95;

/// Where what is known of the wire (`WIRE.md` of the reference, sections 3, 5 and 6) allows more kinds than the test data
/// shows. Members are named with the end of their record's name, or alone for all records that are no envelope. Null is
/// allowed everywhere.
const RULES: &[(&str, &[&str], &[Kind])] = &[
    (
        "an enumeration-like field is an integer or a word",
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
        ],
        &[Integer, Text],
    ),
    (
        "a version is a number, with a fraction or without",
        &["version", "packedVersion"],
        &[Integer, Fraction],
    ),
    (
        "a time is epoch milliseconds, -1, 0 or a text, also where only null or 0 was seen",
        &[
            "lastSuccessfulPoll",
            "lastReValidation",
            "validForTime",
            "dateCompleted",
            "dateDue",
            "testTime",
        ],
        &[Integer, Text],
    ),
    (
        "a profile spells its ids in two ways",
        &["UserHostProfile.DBID", "UserHostProfile.GUID"],
        &[Integer],
    ),
    (
        "a reference by id has a number, or a number inside a string",
        &["AccessConfiguration.id", "AuthenticationConfiguration.id"],
        &[Integer, Text],
    ),
    (
        "a filter is a text in generated samples and an object in real records",
        &["AccessPolicy.filterSet[]", "UserHostProfile.filterSet[]"],
        &[Text, Object],
    ),
    (
        "an audited record is an object, or a text where a sample cuts the recursion off",
        &["AuditRecord.auditObj", "AuditLiveObject.auditObj"],
        &[Text, Object],
    ),
    (
        "a failure has a message",
        &["Envelope.errorMessage"],
        &[Text],
    ),
    (
        "a list counts its rows",
        &["Envelope.filtered", "Envelope.total"],
        &[Integer],
    ),
];

/// Kinds that no source shows in a place and that the schema takes all the same, each with its reason.
const ALLOWED: &[(&str, &[Kind], &str)] = &[
    (
        "AcknowledgementEnvelope.result[]",
        &Kind::ALL,
        "open: only seen as an empty list",
    ),
    (
        "AcknowledgementEnvelope.results[]",
        &Kind::ALL,
        "open: only seen as an empty list",
    ),
    (
        "Adapter.dpcRuleName",
        &[Text],
        "null in all adapters; a text in other records",
    ),
    (
        "Adapter.identification",
        &[Text],
        "null in all adapters; a text in other elements",
    ),
    (
        "Adapter.parent",
        &[Text],
        "null in all adapters; a text in other elements",
    ),
    (
        "Adapter.user",
        &Kind::ALL,
        "open: null in all adapters; can be a name, an id or a record",
    ),
    (
        "AdapterPortEnvelope.result",
        &[Flag, Integer, Fraction, Text, Object],
        "open: the page promises an id and shows an empty list",
    ),
    (
        "BackgroundTask.assignee",
        &[Integer, Text],
        "null in all tasks; an id like assigner, or a name",
    ),
    (
        "BackgroundTask.childTasks",
        &Kind::ALL,
        "open: null in all tasks",
    ),
    (
        "BackgroundTask.yamsEventTag",
        &[Text],
        "null in all tasks; a text in all other records",
    ),
    (
        "CountEnvelope.results[]",
        &[Flag, Integer, Fraction, Text, List],
        "open: no real count has a row",
    ),
    (
        "Host.ip",
        &[Text],
        "null in the one host that has it; a text in other records",
    ),
    (
        "Host.loggedOnUserId",
        &[Integer, Text],
        "null in all hosts; an id, or a login name",
    ),
    ("Host.policyHints", &Kind::ALL, "open: null in all hosts"),
    (
        "Guest.conferenceName",
        &[Text],
        "null in the one guest that has it; a name",
    ),
    (
        "Guest.mobileNumber",
        &[Text],
        "null in the one guest that has it; a text in a user",
    ),
    (
        "Guest.mobileProvider",
        &[Text],
        "null in the one guest that has it; a text in a user",
    ),
    (
        "Guest.printedNote",
        &[Text],
        "null in the one guest that has it; a text in a template",
    ),
    (
        "HostGlobalAllowedHostsEnvelope.results",
        &[Flag, Integer, Fraction, Text, Object],
        "open: the page promises a number and shows an empty list",
    ),
    (
        "HostPolicyEnvelope.accessPolicy",
        &[Object],
        "null, or a policy like that for authentication",
    ),
    (
        "HostPolicyEnvelope.accessPolicyDebug",
        &Kind::ALL,
        "open: only seen null",
    ),
    (
        "HostPolicyEnvelope.epcPolicy",
        &[Object],
        "null in the one answer; a policy like that for authentication",
    ),
    (
        "HostPolicyEnvelope.epcPolicyDebug",
        &Kind::ALL,
        "open: only seen null",
    ),
    (
        "HostPolicyEnvelope.portalPolicy",
        &[Object],
        "null in the one answer; a policy like that for authentication",
    ),
    (
        "HostPolicyEnvelope.portalPolicyDebug",
        &Kind::ALL,
        "open: only seen null",
    ),
    (
        "HostPolicyEnvelope.supplicantPolicy",
        &[Object],
        "null in the one answer; a policy like that for authentication",
    ),
    (
        "HostPolicyEnvelope.supplicantPolicyDebug",
        &Kind::ALL,
        "open: only seen null",
    ),
    (
        "HostScan.macs[]",
        &[Flag, Integer, Fraction, Text, List],
        "open: a generated sample has an empty object; addresses are likely text",
    ),
    (
        "HostScan.tests[]",
        &[Flag, Integer, Fraction, Text, List],
        "open: a generated sample has an empty object for what it does not know",
    ),
    (
        "NcmPodElement.description",
        &[Flag, Integer, Fraction, Text, List],
        "open: an object in a generated sample; a text in other records",
    ),
    (
        "OpenListEnvelope.results[]",
        &Kind::ALL,
        "open: calls of which no row is known",
    ),
    (
        "UserAttributeEnvelope.result[]",
        &Kind::ALL,
        "open: only seen as an empty list",
    ),
    (
        "UserAttributeEnvelope.resutl[]",
        &Kind::ALL,
        "open: only seen as an empty list",
    ),
];

/// What the schemas make of wrong kinds.
#[derive(Default)]
struct Outcome {
    tried: usize,
    rejected: usize,
    /// By place and kind, how often a schema took what no source shows.
    survivors: BTreeMap<(String, Kind), usize>,
    /// By place and kind, how often a type took what the schema rejects.
    taken_by_type: BTreeMap<(String, Kind), usize>,
}

/// The kinds that a place may have, by the sources and the rules.
fn known_kinds(evidence: &Evidence, name: &str) -> BTreeSet<Kind> {
    let mut kinds = evidence.kinds(name);
    if evidence.is_time(name) {
        kinds.extend([Integer, Text]);
    }
    let (record, member) = name.split_once('.').unwrap_or(("", name));
    let is_envelope = record.ends_with("Envelope");
    let applies = |rule: &&str| match rule.contains('.') {
        true => name.ends_with(rule),
        false => !is_envelope && *rule == member,
    };
    let rules = RULES
        .iter()
        .filter(|(_, names, _)| names.iter().any(&applies));
    kinds.extend(rules.flat_map(|(_, _, kinds)| *kinds));
    kinds
}

/// Tries wrong values in all bodies of the operations that are named, or of all if none is.
fn try_all(description: &Description, operations: &[&str]) -> Outcome {
    let mut outcome = Outcome::default();
    let validator = description.validator().unwrap();
    let evidence = Evidence::gather(description);
    let cases = [
        examples(description),
        exchanges(description),
        samples(description),
        instances(description),
    ];
    let is_meant =
        |case: &&Case| operations.is_empty() || operations.contains(&case.operation.id());
    for case in cases.iter().flatten().filter(is_meant) {
        try_case(description, &validator, &evidence, case, &mut outcome);
    }
    outcome
}

fn try_case(
    description: &Description,
    validator: &Validator,
    evidence: &Evidence,
    case: &Case,
    outcome: &mut Outcome,
) {
    let record = case.record(description);
    let schema = format!("/components/schemas/{record}");
    let round_trip = RecordType::named(record).round_trip;
    for place in places(description, &case.operation, case.body, &case.json) {
        let known = match place.path.is_empty() {
            true => BTreeSet::from([Object]),
            false => known_kinds(evidence, &place.name),
        };
        for kind in Kind::ALL.into_iter().filter(|kind| !known.contains(kind)) {
            let mut wrong = case.json.clone();
            *at(&mut wrong, &place.path) = kind.sample();
            outcome.tried += 1;
            if validator.check(&schema, &wrong).is_empty() {
                *outcome
                    .survivors
                    .entry((place.name.clone(), kind))
                    .or_default() += 1;
                continue;
            }
            outcome.rejected += 1;
            if round_trip(wrong.to_string().as_bytes()).is_ok() {
                *outcome
                    .taken_by_type
                    .entry((place.name.clone(), kind))
                    .or_default() += 1;
            }
        }
    }
}

/// Survivors in lines, a place each.
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

#[test]
fn what_no_source_shows_is_rejected() {
    let outcome = try_all(&Description::bundled(), &[]);
    let score = outcome.rejected as f64 / outcome.tried as f64;
    println!(
        "{} of {} wrong values are rejected, {:.2} %",
        outcome.rejected,
        outcome.tried,
        100.0 * score
    );
    println!("survivors:\n{}", listed(&outcome.survivors));
    println!("taken by types:\n{}", listed(&outcome.taken_by_type));

    let survivors: BTreeSet<_> = outcome.survivors.into_keys().collect();
    let allowed: BTreeSet<_> = ALLOWED
        .iter()
        .flat_map(|(name, kinds, _)| kinds.iter().map(|kind| ((*name).to_owned(), *kind)))
        .collect();
    let unexplained = Vec::from_iter(survivors.difference(&allowed));
    let dead = Vec::from_iter(allowed.difference(&survivors));
    assert!(
        unexplained.is_empty(),
        "these survive without a reason: {unexplained:?}"
    );
    assert!(dead.is_empty(), "these no longer survive: {dead:?}");
    assert!(score >= FLOOR, "only {:.2} % are rejected", 100.0 * score);
    assert!(
        outcome.tried >= 5_000,
        "only {} values were tried",
        outcome.tried
    );
    let taken = Vec::from_iter(outcome.taken_by_type.keys());
    assert!(
        taken.is_empty(),
        "types take what schemas reject: {taken:?}"
    );
}

#[test]
fn a_schema_that_takes_anything_is_found() {
    let mut document = Description::bundled().document().clone();
    document["components"]["schemas"]["User"]["properties"]["firstName"] = json!({});
    let outcome = try_all(&Description::new(document).unwrap(), &["user_update"]);
    for kind in [Flag, Integer, Fraction, List, Object] {
        assert!(
            outcome
                .survivors
                .contains_key(&("User.firstName".to_owned(), kind)),
            "{kind}"
        );
    }
}
