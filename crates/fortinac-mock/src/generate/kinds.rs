//! The kinds of hosts in an invented network. Vendors, models and systems are invented too.

/// A kind of host.
pub(super) struct Kind {
    /// How many of 100 hosts are of this kind.
    pub(super) share: u64,
    /// The kind in words.
    pub(super) label: &'static str,
    /// The beginning of the host name; a host of a kind without it has no name.
    pub(super) prefix: Option<&'static str>,
    pub(super) role: Option<&'static str>,
    pub(super) vendors: &'static [Vendor],
    pub(super) hardware: &'static [&'static str],
    pub(super) systems: &'static [&'static str],
    /// How many percent of the hosts have a second adapter.
    pub(super) second_adapter: u64,
    /// How many percent of the hosts are connected by radio.
    pub(super) wireless: u64,
    /// How many percent of the hosts are connected.
    pub(super) connected: u64,
    /// How many percent of the hosts run the agent.
    pub(super) agent: u64,
    /// How many days a registration is valid; `None` means for ever.
    pub(super) valid_days: Option<i64>,
    /// The VLAN that the hosts are put in.
    pub(super) vlan: &'static str,
}

/// A vendor of adapters.
pub(super) struct Vendor {
    pub(super) name: &'static str,
    /// The first bytes of the MAC addresses. They are from the ranges for local use, so no real vendor has them.
    pub(super) prefix: [u8; 3],
}

const fn vendor(name: &'static str, prefix: [u8; 3]) -> Vendor {
    Vendor { name, prefix }
}

/// The kinds. Their shares add up to 100.
static KINDS: [Kind; 9] = [
    Kind {
        share: 34,
        label: "Laptop",
        prefix: Some("lt"),
        role: Some("NAC-Staff"),
        vendors: &[
            vendor("Northlight Computers", [0x06, 0x10, 0x01]),
            vendor("Example Radio Chips Inc.", [0x06, 0x10, 0x02]),
            vendor("Linden Notebooks", [0x0A, 0x10, 0x03]),
        ],
        hardware: &["Northlight N14", "Northlight N16", "Linden Air 3"],
        systems: &["Desktop OS 11", "Desktop OS 10", "Free Desktop 24"],
        second_adapter: 45,
        wireless: 80,
        connected: 70,
        agent: 90,
        valid_days: Some(365),
        vlan: "110",
    },
    Kind {
        share: 14,
        label: "Desktop",
        prefix: Some("pc"),
        role: Some("NAC-Staff"),
        vendors: &[
            vendor("Northlight Computers", [0x06, 0x10, 0x01]),
            vendor("Example Boards Ltd.", [0x0E, 0x10, 0x04]),
        ],
        hardware: &["Northlight Tower 5", "Northlight Mini"],
        systems: &["Desktop OS 11", "Desktop OS 10"],
        second_adapter: 0,
        wireless: 0,
        connected: 85,
        agent: 95,
        valid_days: Some(365),
        vlan: "110",
    },
    Kind {
        share: 14,
        label: "Mobile",
        prefix: Some("ph"),
        role: Some("NAC-BYOD"),
        vendors: &[
            vendor("Example Handsets Co.", [0x12, 0x20, 0x01]),
            vendor("Meadow Mobile", [0x12, 0x20, 0x02]),
        ],
        hardware: &["Meadow M5", "Handset X"],
        systems: &["Mobile OS 17", "Mobile OS 18"],
        second_adapter: 0,
        wireless: 100,
        connected: 55,
        agent: 0,
        valid_days: Some(180),
        vlan: "120",
    },
    Kind {
        share: 12,
        label: "IP Phone",
        prefix: Some("tel"),
        role: Some("NAC-Phones"),
        vendors: &[vendor("Example Voice Systems", [0x16, 0x30, 0x01])],
        hardware: &["Voice 210", "Voice 450"],
        systems: &["Phone OS 6"],
        second_adapter: 0,
        wireless: 0,
        connected: 97,
        agent: 0,
        valid_days: None,
        vlan: "130",
    },
    Kind {
        share: 8,
        label: "Camera",
        prefix: Some("cam"),
        role: Some("NAC-Cameras"),
        vendors: &[
            vendor("Example Cameras Ltd.", [0x1A, 0x40, 0x01]),
            vendor("Harbour Optics", [0x1A, 0x40, 0x02]),
        ],
        hardware: &["Dome 4", "Bullet 8"],
        systems: &["Camera OS 4", "Camera OS 5"],
        second_adapter: 0,
        wireless: 5,
        connected: 98,
        agent: 0,
        valid_days: None,
        vlan: "340",
    },
    Kind {
        share: 5,
        label: "Printer",
        prefix: Some("prn"),
        role: Some("NAC-Printers"),
        vendors: &[
            vendor("Example Print Works", [0x1E, 0x50, 0x01]),
            vendor("Inkwell Devices", [0x1E, 0x50, 0x02]),
        ],
        hardware: &["Print Works 300", "Inkwell A3"],
        systems: &["Printer Firmware 9"],
        second_adapter: 15,
        wireless: 10,
        connected: 92,
        agent: 0,
        valid_days: None,
        vlan: "350",
    },
    Kind {
        share: 4,
        label: "Panel",
        prefix: Some("panel"),
        role: Some("NAC-Panels"),
        vendors: &[vendor("Example Panels GmbH", [0x22, 0x60, 0x01])],
        hardware: &["Meeting room panel", "Door panel"],
        systems: &["Panel OS 2"],
        second_adapter: 0,
        wireless: 20,
        connected: 95,
        agent: 0,
        valid_days: None,
        vlan: "360",
    },
    Kind {
        share: 5,
        label: "Guest",
        prefix: Some("guest"),
        role: Some("NAC-Guests"),
        vendors: &[
            vendor("Meadow Mobile", [0x12, 0x20, 0x02]),
            vendor("Linden Notebooks", [0x0A, 0x10, 0x03]),
        ],
        hardware: &["Meadow M5", "Linden Air 3"],
        systems: &["Mobile OS 18", "Desktop OS 11"],
        second_adapter: 0,
        wireless: 100,
        connected: 40,
        agent: 0,
        valid_days: Some(7),
        vlan: "190",
    },
    // Hosts that nobody has registered.
    Kind {
        share: 4,
        label: "Rogue",
        prefix: None,
        role: None,
        vendors: &[
            vendor("Example Radio Chips Inc.", [0x06, 0x10, 0x02]),
            vendor("Harbour Optics", [0x1A, 0x40, 0x02]),
            vendor("Workshop Boards", [0x26, 0x70, 0x01]),
        ],
        hardware: &[],
        systems: &[],
        second_adapter: 0,
        wireless: 50,
        connected: 60,
        agent: 0,
        valid_days: None,
        vlan: "999",
    },
];

/// The kind of a host, by a number below 100.
pub(super) fn kind(mut number: u64) -> &'static Kind {
    for kind in &KINDS[1..] {
        if number < kind.share {
            return kind;
        }
        number -= kind.share;
    }
    &KINDS[0]
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    #[test]
    fn the_table_is_consistent() {
        assert_eq!(KINDS.iter().map(|kind| kind.share).sum::<u64>(), 100);
        let mut prefixes = BTreeMap::new();
        for vendor in KINDS.iter().flat_map(|kind| kind.vendors) {
            let [first, ..] = vendor.prefix;
            assert_eq!(
                first & 0b11,
                0b10,
                "{}: for local use, one receiver",
                vendor.name
            );
            let name = prefixes.entry(vendor.prefix).or_insert(vendor.name);
            assert_eq!(*name, vendor.name, "one prefix, one vendor");
        }
        for kind in &KINDS {
            let of_kind = (0..100).filter(|number| std::ptr::eq(super::kind(*number), kind));
            assert_eq!(of_kind.count() as u64, kind.share, "{}", kind.label);
        }
    }
}
