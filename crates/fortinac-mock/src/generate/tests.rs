//! Records of an invented network: they conform, refer to each other, and follow from the seed.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::*;
use crate::builder;

const NOW: i64 = 1_717_403_488_160;
const NETWORK: Network = Network {
    hosts: 3_000,
    seed: 1,
    now: NOW,
};

fn by_resource(network: Network) -> BTreeMap<&'static str, Vec<Value>> {
    let mut found: BTreeMap<_, Vec<Value>> = BTreeMap::new();
    for (resource, record) in network.records() {
        found.entry(resource).or_default().push(record);
    }
    found
}

fn strings<'a>(records: &'a [Value], property: &str) -> Vec<&'a str> {
    let found = records.iter().map(|record| record[property].as_str());
    found.collect::<Option<_>>().unwrap()
}

#[test]
fn every_record_conforms_to_its_schema_and_has_an_id_for_itself() {
    let plan = builder::bundled().unwrap();
    let mut ids = HashSet::new();
    for (resource, record) in NETWORK.records() {
        let model = &plan.resources[resource];
        let violations = plan
            .validator
            .check(model.schema.as_ref().unwrap(), &record);
        assert!(violations.is_empty(), "{resource}: {violations:?}");
        let id = record[model.key.as_ref().unwrap()].as_i64().unwrap();
        assert!(ids.insert(id), "{resource} {id}");
    }
    let examples = plan.resources.values().flat_map(|model| {
        let of_model = model.examples.iter();
        of_model.filter_map(|record| record[model.key.as_ref()?].as_i64())
    });
    for id in examples {
        assert!(!ids.contains(&id), "{id} is the id of an example");
    }
}

#[test]
fn records_follow_from_seed_and_time_and_a_small_network_begins_a_large_one() {
    let records = |network: Network| network.records().collect::<Vec<_>>();
    let all = records(NETWORK);
    assert_eq!(all, records(NETWORK));
    let few = records(Network {
        hosts: 100,
        ..NETWORK
    });
    assert_eq!(few, all[..few.len()]);
    let other = records(Network { seed: 2, ..NETWORK });
    assert_ne!(all, other);
    let none = Network {
        hosts: 0,
        ..NETWORK
    };
    assert_eq!(none.records().count(), 0);
}

#[test]
fn hosts_adapters_ports_and_devices_refer_to_each_other() {
    let found = by_resource(NETWORK);
    let hosts: HashMap<_, _> = found["host"]
        .iter()
        .map(|host| (&host["id"], host))
        .collect();
    assert_eq!(hosts.len(), 3_000);

    let mut adapters_of: HashMap<_, Vec<&Value>> = HashMap::new();
    for adapter in &found["adapter"] {
        let of_host = adapters_of.entry(&adapter["hostID"]).or_default();
        of_host.push(adapter);
    }
    let devices: HashSet<_> = strings(&found["device"], "name").into_iter().collect();
    for (id, host) in &hosts {
        let adapters = &adapters_of[id];
        let macs: Vec<&Value> = adapters.iter().map(|one| &one["physicalAddress"]).collect();
        let of_host: Vec<&Value> = host["adapters"].as_array().unwrap().iter().collect();
        assert_eq!(macs, of_host);
        assert_eq!(macs[0], &host["primaryMac"]);
        assert_eq!(adapters[0]["ipaddress"], host["ip"]);
        assert_eq!(adapters[0]["location"], host["adapterLocation"]);
        let place = host["adapterLocation"].as_str().unwrap();
        assert!(
            devices.contains(place.split(' ').next().unwrap()),
            "{place}"
        );
    }
    let device_ids: HashSet<_> = found["device"].iter().map(|one| &one["id"]).collect();
    let places: HashSet<_> = strings(&found["host"], "adapterLocation")
        .into_iter()
        .collect();
    for port in &found["port"] {
        assert!(device_ids.contains(&port["deviceID"]), "{port}");
        assert!(
            places.contains(port["displayName"].as_str().unwrap()),
            "{port}"
        );
    }
}

#[test]
fn addresses_are_unique_and_no_real_device_has_them() {
    let found = by_resource(NETWORK);
    let macs = strings(&found["adapter"], "physicalAddress");
    assert_eq!(macs.iter().collect::<HashSet<_>>().len(), macs.len());
    for mac in macs {
        let first = u8::from_str_radix(&mac[..2], 16).unwrap();
        assert_eq!(
            first & 0b11,
            0b10,
            "{mac} is for local use, and for one receiver"
        );
    }
    let ips = strings(&found["host"], "ip");
    assert_eq!(ips.iter().collect::<HashSet<_>>().len(), ips.len());
    for ip in ips {
        assert!(
            ip.starts_with("198.18.") || ip.starts_with("198.19."),
            "{ip}"
        );
    }
}

#[test]
fn a_network_is_mixed() {
    let hosts = by_resource(NETWORK).remove("host").unwrap();
    let count = |is: &dyn Fn(&Value) -> bool| hosts.iter().filter(|host| is(host)).count();
    for (what, share) in [
        ("connected", count(&|host| host["connected"] == true)),
        ("at risk", count(&|host| host["atRisk"] == true)),
        ("without a role", count(&|host| host["role"].is_null())),
        ("default", count(&|host| host["role"] == "NAC-Default")),
        (
            "expired",
            count(&|host| host["validForTime"].as_i64().is_some_and(|at| at < NOW)),
        ),
        (
            "of two adapters",
            count(&|host| host["adapters"][1].is_string()),
        ),
        (
            "by radio",
            count(&|host| host["adapterLocation"].as_str().unwrap().contains("SSID")),
        ),
    ] {
        assert!((1..hosts.len()).contains(&share), "{what}: {share}");
    }
    for host in &hosts {
        let (created, seen) = (&host["creationTime"], &host["lastSuccessfulPoll"]);
        assert!(
            created.as_i64() <= seen.as_i64() && seen.as_i64().unwrap() <= NOW,
            "{host}"
        );
    }
}
