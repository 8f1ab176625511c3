//! The records of an invented network. They have the properties that programs read, not all of the spec.

use serde_json::{Value, json};

use super::kinds::Kind;
use super::network::{Device, Place, device_address, host_address};
use super::random::Random;
use crate::when;

/// The appliance that all records belong to, as in the examples of the spec.
const LANDSCAPE: i64 = 402_817_365_519;
/// Ids are beyond those of the examples. A host and its adapters have eight ids for themselves.
const FIRST_HOST: u64 = 7_402_000_000_000_000;
const IDS_PER_HOST: u64 = 8;
const FIRST_DEVICE: u64 = 1_000_000;
const FIRST_PORT: u64 = 10_000_000;
const PORTS_PER_DEVICE: u64 = 64;

const MINUTE: i64 = 60_000;
const DAY: i64 = when::DAY;

/// A host before it becomes records.
pub(super) struct Host<'a> {
    number: u64,
    kind: &'static Kind,
    place: &'a Place,
    /// At least one. The first is the one that connects the host.
    macs: Vec<String>,
    address: String,
    name: Option<String>,
    hardware: Option<&'static str>,
    system: Option<&'static str>,
    role: Option<&'static str>,
    has_agent: bool,
    pub(super) is_connected: bool,
    is_at_risk: bool,
    created: i64,
    seen: i64,
    valid_until: Option<i64>,
}

impl<'a> Host<'a> {
    pub(super) fn new(
        number: u64,
        kind: &'static Kind,
        place: &'a Place,
        macs: Vec<String>,
        now: i64,
        random: &mut Random,
    ) -> Self {
        let is_connected = random.chance(kind.connected);
        // What is valid for days only was made a short time ago.
        let age_days = kind.valid_days.map_or(700, |days| days + days / 4 + 1);
        let age = 1 + random.below((age_days * DAY) as u64) as i64;
        let created = now.saturating_sub(age);
        let silence = if is_connected { 10 * MINUTE } else { 90 * DAY };
        let silence = random.below(silence.min(age) as u64) as i64;
        // A rogue has the default role, or none.
        let role = kind
            .role
            .or_else(|| random.chance(50).then_some("NAC-Default"));
        let pick = |items: &'static [&'static str], random: &mut Random| {
            (!items.is_empty()).then(|| *random.pick(items))
        };
        Self {
            number,
            kind,
            place,
            macs,
            address: host_address(number).to_string(),
            name: kind.prefix.map(|prefix| format!("{prefix}-{number:06}")),
            hardware: pick(kind.hardware, random),
            system: pick(kind.systems, random),
            role,
            has_agent: random.chance(kind.agent),
            is_connected,
            is_at_risk: random.chance(3),
            created,
            seen: now.saturating_sub(silence),
            valid_until: kind
                .valid_days
                .map(|days| created.saturating_add(days * DAY)),
        }
    }

    fn id(&self) -> u64 {
        FIRST_HOST + self.number * IDS_PER_HOST
    }

    pub(super) fn record(&self) -> Value {
        let [mac, ..] = self.macs.as_slice() else {
            return Value::Null;
        };
        json!({
            "landscape": LANDSCAPE,
            "id": self.id(),
            "state": 0,
            "notes": null,
            "version": 1.6,
            "creationTime": self.created,
            "validForTime": self.valid_until,
            "lastSuccessfulPoll": self.seen,
            "hostName": self.name,
            "owner": null,
            "hardwareType": self.hardware,
            "status": 0,
            "adapters": self.macs,
            "role": self.role,
            "type": 9,
            "typeLabel": self.kind.label,
            "agentVersion": self.has_agent.then_some("9.4.2.1"),
            "loggedOnUserId": null,
            "adaptersAsString": self.macs.join(", "),
            "operatingSystem": self.system,
            "primaryMac": mac,
            "adapterIpAsString": self.address,
            "adapterLocation": self.place.name(),
            "atRisk": self.is_at_risk,
            "pcserialNumber": self.has_agent.then(|| format!("EX-{:06}", self.number)),
            "connected": self.is_connected,
            "ip": self.address,
        })
    }
}

/// An adapter of a host. The first one connects it, the others were never connected.
pub(super) struct Adapter<'a> {
    pub(super) index: usize,
    pub(super) vendor: &'static str,
    pub(super) place: &'a Place,
}

impl Adapter<'_> {
    pub(super) fn record(&self, host: &Host<'_>) -> Value {
        let was_connected = self.index == 0;
        let if_connected = |value: Value| if was_connected { value } else { Value::Null };
        let ips = was_connected.then_some(&host.address);
        json!({
            "landscape": LANDSCAPE,
            "id": host.id() + 1 + self.index as u64,
            "state": 0,
            "type": 9,
            "vendorName": self.vendor,
            "lastSuccessfulPoll": if was_connected { host.seen } else { 0 },
            "status": 0,
            "version": 3.3,
            "creationTime": host.created,
            "location": if_connected(self.place.name().into()),
            "container": if_connected(format!("Building {}", self.place.device.building()).into()),
            "accessValue": if_connected(host.kind.vlan.into()),
            "ips": Vec::from_iter(ips),
            "ipaddress": ips,
            "hostID": host.id(),
            "physicalAddress": host.macs.get(self.index),
        })
    }
}

fn device_id(device: &Device) -> u64 {
    FIRST_DEVICE + device.unique()
}

/// The record of a switch or an access point.
pub(super) fn device(device: &Device, now: i64) -> Value {
    let (kind, role) = if device.is_wireless {
        ("Access Point", "NAC-AccessPoints")
    } else {
        ("Switch", "NAC-Switches")
    };
    let polled = when::text(now.saturating_sub(MINUTE));
    json!({
        "landscape": LANDSCAPE,
        "id": device_id(device),
        "state": 0,
        "elementClass": 5,
        "role": role,
        "name": device.name(),
        "type": 22,
        "protocol": "SNMP",
        "status": 1,
        "parent": format!("Building {}", device.building()),
        "version": 1.4,
        "notes": null,
        "description": null,
        "group": format!("Building {}", device.building()),
        "pollingInterval": 600,
        "lastPoll": polled,
        "lastSuccessfulPoll": polled,
        "deviceType": kind,
    })
}

/// The record of the port of a switch that a host is connected to.
pub(super) fn port(place: &Place, host: &Host<'_>) -> Value {
    let is_up = i64::from(host.is_connected);
    json!({
        "dbid": FIRST_PORT + place.device.number * PORTS_PER_DEVICE + place.port,
        "name": place.name(),
        "portID": place.port.to_string(),
        "displayName": place.name(),
        "deviceName": place.device.name(),
        "deviceID": device_id(&place.device),
        "status": is_up,
        "ip": device_address(&place.device).to_string(),
        "connectionState": is_up,
        "defaultVlan": host.kind.vlan,
        "currentVlan": host.kind.vlan,
        "ifname": format!("Gi1/0/{}", place.port),
        "ifoperStatus": is_up,
    })
}
