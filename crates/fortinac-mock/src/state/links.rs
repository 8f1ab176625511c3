//! Hosts and their adapters: what one shows, the other shows.
//!
//! The record of an adapter is the only place that its properties are kept in. A host keeps the short properties that
//! repeat them, such as `primaryMac`, because lists are filtered by these, and `adapterObjects` is made when it is read.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use serde_json::{Map, Value, json};

use super::{ADAPTER, HOST, State, id_of};
use crate::mac;

/// Which adapters a MAC address and a host have.
#[derive(Default)]
pub(super) struct Links {
    by_mac: HashMap<String, BTreeSet<i64>>,
    of_host: BTreeMap<i64, BTreeSet<i64>>,
}

/// What the links of an adapter follow from.
type Ends = (Option<String>, Option<i64>);

fn ends(adapter: &Value) -> Ends {
    let mac = adapter["physicalAddress"].as_str().and_then(mac::normal);
    (mac, id_of(&adapter["hostID"]))
}

impl Links {
    pub(super) fn restore(&mut self, id: i64, adapter: &Value) {
        self.add(id, ends(adapter));
    }

    fn add(&mut self, id: i64, (mac, host): Ends) {
        if let Some(mac) = mac {
            self.by_mac.entry(mac).or_default().insert(id);
        }
        if let Some(host) = host {
            self.of_host.entry(host).or_default().insert(id);
        }
    }

    fn remove(&mut self, id: i64, (mac, host): Ends) {
        if let Some(ids) = mac.and_then(|mac| self.by_mac.get_mut(&mac)) {
            ids.remove(&id);
        }
        if let Some(ids) = host.and_then(|host| self.of_host.get_mut(&host)) {
            ids.remove(&id);
        }
    }
}

impl State {
    /// The ids of the adapters with a MAC address, in any notation.
    pub(crate) fn adapters_with_mac(&self, mac: &str) -> Vec<i64> {
        let ids = mac::normal(mac).and_then(|mac| self.links.by_mac.get(&mac));
        ids.into_iter().flatten().copied().collect()
    }

    /// The ids of the adapters of a host.
    pub(crate) fn adapters_of_host(&self, host: i64) -> Vec<i64> {
        let ids = self.links.of_host.get(&host);
        ids.into_iter().flatten().copied().collect()
    }

    /// The host with all of its adapters.
    pub(super) fn with_adapters(&self, id: i64, host: &Value) -> Value {
        let adapters = self.adapters_of_host(id).into_iter();
        let adapters: Vec<Value> = adapters
            .filter_map(|adapter| self.peek(ADAPTER, adapter).cloned())
            .collect();
        let mut host = host.clone();
        if !adapters.is_empty() {
            host["adapterObjects"] = adapters.into();
        }
        host
    }

    pub(super) fn put_adapter(&mut self, record: Value) -> i64 {
        let replaced = id_of(&record["id"]);
        let before = replaced.map(|id| self.unlink(id)).unwrap_or_default();
        let id = self.keep(ADAPTER, record);
        self.link(id, before);
        id
    }

    pub(super) fn update_adapter(&mut self, id: i64, change: &Map<String, Value>) -> bool {
        let before = self.unlink(id);
        let is_known = self.change(ADAPTER, id, change);
        self.link(id, before);
        is_known
    }

    pub(super) fn remove_adapter(&mut self, id: i64) -> bool {
        let host = self.unlink(id);
        let is_known = self.drop_record(ADAPTER, id);
        host.into_iter().for_each(|host| self.refresh(host));
        is_known
    }

    /// Forgets the links of an adapter. Returns its host.
    fn unlink(&mut self, id: i64) -> Option<i64> {
        let ends = self.peek(ADAPTER, id).map(ends)?;
        let host = ends.1;
        self.links.remove(id, ends);
        host
    }

    fn link(&mut self, id: i64, host_before: Option<i64>) {
        let Some(ends) = self.peek(ADAPTER, id).map(ends) else {
            return;
        };
        let host = ends.1;
        self.links.add(id, ends);
        let hosts = BTreeSet::from_iter(host_before.into_iter().chain(host));
        hosts.into_iter().for_each(|host| self.refresh(host));
    }

    pub(super) fn put_host(&mut self, mut record: Value) -> i64 {
        let objects = take_objects(&mut record);
        let given = record.as_object().cloned().unwrap_or_default();
        if given.get("id").and_then(id_of).is_none() {
            self.skip_ids_of_others();
        }
        let id = self.keep(HOST, record);
        self.attach(id, &given, objects);
        id
    }

    /// An adapter can be of a host that is not kept here. A new host must not get the id, and with it the adapter.
    fn skip_ids_of_others(&mut self) {
        let hosts = self.links.of_host.iter().rev();
        let mut hosts = hosts.filter(|(_, adapters)| !adapters.is_empty());
        let last = hosts.next().map(|(host, _)| *host);
        if let (Some(records), Some(last)) = (self.records.get_mut(HOST), last) {
            records.last = records.last.max(last);
        }
    }

    pub(super) fn update_host(&mut self, id: i64, change: &Map<String, Value>) -> bool {
        let mut given = Value::Object(change.clone());
        let objects = take_objects(&mut given);
        let Value::Object(given) = given else {
            return false;
        };
        let is_known = self.change(HOST, id, &given);
        if is_known {
            self.attach(id, &given, objects);
        }
        is_known
    }

    pub(super) fn remove_host(&mut self, id: i64) -> bool {
        let is_known = self.drop_record(HOST, id);
        for adapter in self.adapters_of_host(id) {
            self.remove_adapter(adapter);
        }
        is_known
    }

    /// Gives a host the adapters that `given` and `objects` name. If they name some, the host loses its others.
    fn attach(&mut self, host: i64, given: &Map<String, Value>, objects: Option<Vec<Value>>) {
        let macs = given.get("adapters").and_then(Value::as_array);
        let names_all = macs.is_some() || objects.is_some();
        let macs = macs.into_iter().flatten().chain(given.get("primaryMac"));
        let macs: Vec<String> = macs.filter_map(|mac| mac::normal(mac.as_str()?)).collect();
        let mut kept = BTreeSet::new();
        for object in objects.into_iter().flatten() {
            kept.insert(self.attach_object(host, object));
        }
        for mac in macs {
            let known = self.adapters_with_mac(&mac).first().copied();
            kept.insert(match known {
                Some(adapter) => {
                    self.set(ADAPTER, adapter, "hostID", host.into());
                    adapter
                }
                None => self.put_adapter(json!({"hostID": host, "physicalAddress": mac})),
            });
        }
        if names_all {
            for adapter in self.adapters_of_host(host) {
                if !kept.contains(&adapter) {
                    self.remove_adapter(adapter);
                }
            }
        }
        self.pass_on(host, given);
        self.refresh(host);
    }

    fn attach_object(&mut self, host: i64, mut object: Value) -> i64 {
        object["hostID"] = host.into();
        let mac = object["physicalAddress"].as_str().and_then(mac::normal);
        let with_mac = mac
            .as_ref()
            .and_then(|mac| self.adapters_with_mac(mac).first().copied());
        if let Some(mac) = mac {
            object["physicalAddress"] = mac.into();
        }
        let known = id_of(&object["id"]).or(with_mac);
        let known = known.filter(|id| self.peek(ADAPTER, *id).is_some());
        match (known, object) {
            (Some(adapter), Value::Object(object)) => {
                self.update_adapter(adapter, &object);
                adapter
            }
            (_, object) => self.put_adapter(object),
        }
    }

    /// An address or location that was written to a host is one of its main adapter.
    fn pass_on(&mut self, host: i64, given: &Map<String, Value>) {
        let primary = self
            .peek(HOST, host)
            .and_then(|host| host["primaryMac"].as_str());
        let primary = primary
            .map(|mac| self.adapters_with_mac(mac))
            .unwrap_or_default();
        let adapters = self.adapters_of_host(host);
        let main = adapters.iter().find(|adapter| primary.contains(adapter));
        let Some(main) = main.or(adapters.first()).copied() else {
            return;
        };
        for (name, of_adapter) in [("ip", "ipaddress"), ("adapterLocation", "location")] {
            let value = given.get(name).and_then(Value::as_str);
            let known = adapters.iter().filter_map(|id| self.peek(ADAPTER, *id));
            let is_known = known
                .clone()
                .any(|known| known[of_adapter].as_str() == value);
            // A location can be that of several adapters, in one text.
            let is_free = name == "ip" || known.clone().all(|known| known[of_adapter].is_null());
            if let Some(value) = value.filter(|value| !value.is_empty() && !is_known && is_free) {
                self.set(ADAPTER, main, of_adapter, value.into());
            }
        }
    }

    /// Repeats the properties of the adapters in their host.
    fn refresh(&mut self, host: i64) {
        let Some(Value::Object(record)) = self.peek(HOST, host) else {
            return;
        };
        let ids = self.adapters_of_host(host);
        if ids.is_empty()
            && record
                .get("adapters")
                .is_none_or(|known| known == &json!([]))
        {
            return;
        }
        let adapters = ids.iter().filter_map(|id| self.peek(ADAPTER, *id));
        let texts = |name: &'static str| {
            let values = adapters
                .clone()
                .filter_map(move |known| known[name].as_str());
            let mut seen: Vec<String> = Vec::new();
            for value in values.filter(|value| !value.is_empty()) {
                if !seen.iter().any(|known| known == value) {
                    seen.push(value.to_owned());
                }
            }
            seen
        };
        let macs = texts("physicalAddress");
        let primary = record.get("primaryMac").and_then(Value::as_str);
        let primary = primary.filter(|primary| macs.iter().any(|mac| mac::is_same(mac, primary)));
        let primary = primary
            .map(ToOwned::to_owned)
            .or_else(|| macs.first().cloned());
        let (addresses, locations) = (texts("ipaddress"), texts("location"));
        let mut change = Map::new();
        change.insert("adaptersAsString".into(), macs.join(", ").into());
        change.insert("adapters".into(), macs.into());
        change.insert("primaryMac".into(), primary.into());
        if !addresses.is_empty() || record.contains_key("ip") {
            change.insert("ip".into(), addresses.first().cloned().into());
        }
        if !addresses.is_empty() || record.contains_key("adapterIpAsString") {
            change.insert("adapterIpAsString".into(), addresses.join(", ").into());
        }
        if !locations.is_empty() || record.contains_key("adapterLocation") {
            change.insert("adapterLocation".into(), locations.join(", ").into());
        }
        self.change(HOST, host, &change);
    }
}

/// Takes the adapters out of a host, if it has some.
fn take_objects(host: &mut Value) -> Option<Vec<Value>> {
    let objects = host.get("adapterObjects").and_then(Value::as_array);
    let objects = objects.filter(|objects| !objects.is_empty())?.clone();
    host.as_object_mut()?.remove("adapterObjects");
    Some(objects)
}
