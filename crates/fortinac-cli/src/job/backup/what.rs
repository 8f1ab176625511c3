//! Which operations read configuration.

use fortinac_spec::api::{Index, Method, Operation, Output as Returned};

/// The resources that are data, or that report a state. All others are configuration, so that a new resource is not
/// forgotten.
const DATA: [&str; 39] = [
    "adapter",
    "alarm",
    "alarm_monitor",
    "audit_entry",
    "bookmark",
    "connection",
    "container_monitor",
    "current_session",
    "dashboard",
    "device",
    "device_identity",
    "device_monitor",
    "device_profiler_rule",
    "discovery",
    "event",
    "event_monitor",
    "fingerprint",
    "guest",
    "guest_self_registration",
    "host",
    "host_scan",
    "l3_scan",
    "local_properties",
    "managed_server",
    "port",
    "port_change",
    "port_monitor",
    // The names of what `radius_attribute_group` has.
    "radius_attribute_group_name",
    "radius_server",
    "registration_request",
    "scanned_application",
    "security_alarm",
    "security_event",
    "security_event_monitor",
    "security_event_summary",
    "system_task",
    "user",
    // The thousands of vendors that every appliance knows.
    "vendor_oui",
    "winbind",
];

/// Settings of resources that are data otherwise.
const SETTINGS: [&str; 5] = [
    "device_properties",
    "host_global_allowed_hosts",
    "radius_server_global",
    "user_allow_hosts",
    "winbind_global",
];

/// What reports a state, or what can be chosen, and no setting.
const STATES: [&str; 8] = [
    "activity_types",
    "available_agents",
    "download_version",
    "get_new",
    "license",
    "queue",
    "recent_syslog",
    "supporting_info",
];

/// An operation that reads configuration without being told of which record.
pub(super) struct Part {
    pub(super) operation: Operation,
    /// Reads one record of the list as a whole, if the list has a part of it only.
    pub(super) get: Option<Operation>,
}

pub(super) fn all(index: &Index) -> Vec<Part> {
    let operations: Vec<Operation> = index.operations().collect();
    let has_list = |resource: &str| {
        let mut lists = operations.iter();
        lists.any(|known| known.resource == resource && known.verb == "list")
    };
    let parts = operations.iter().filter(|known| {
        let resource = known.resource.as_str();
        let is_list = matches!(known.result, Returned::List { .. });
        // Further lists of a resource are views of the first one.
        let is_view = is_list && known.verb != "list" && has_list(resource);
        (!DATA.contains(&resource) || SETTINGS.contains(&known.id.as_str()))
            && !is_view
            && !STATES.contains(&known.verb.as_str())
            && reads(known)
    });
    let parts = parts.map(|operation| Part {
        operation: operation.clone(),
        get: get(&operations, operation),
    });
    parts.collect()
}

/// Whether the call only reads, needs nothing, and returns something that is no secret.
fn reads(operation: &Operation) -> bool {
    operation.method == Method::Get
        && operation.safe
        && !operation.returns_secret()
        && !operation
            .parameters
            .iter()
            .any(|parameter| parameter.required)
        && !matches!(operation.result, Returned::None | Returned::Count { .. })
}

fn get(operations: &[Operation], list: &Operation) -> Option<Operation> {
    let Returned::List { item, .. } = &list.result else {
        return None;
    };
    let mut found = operations.iter();
    let get = found.find(|known| known.resource == list.resource && known.verb == "get")?;
    let is_other = match &get.result {
        Returned::One { record, .. } => item.component() != Some(record.as_str()),
        _ => false,
    };
    (is_other && get.path_parameters().count() == 1).then(|| get.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn configuration_is_told_from_data() {
        let parts = all(crate::index());
        let ids: Vec<&str> = parts
            .iter()
            .map(|part| part.operation.id.as_str())
            .collect();
        for id in [
            "access_policy_list",
            "access_configuration_list",
            "user_host_profile_list",
            "role_list_simple",
            "group_list",
            "scheduled_task_list",
            "admin_profile_list",
            "guest_template_list",
            "integration_settings_email",
            "device_properties",
            "system_high_availability",
        ] {
            assert!(ids.contains(&id), "{id}");
        }
        for id in ids.iter() {
            let words = [
                "password",
                "secret",
                "usage",
                "count",
                "status_all",
                "_log",
                "supporting",
            ];
            assert!(!words.iter().any(|word| id.contains(word)), "{id}");
        }
        for data in [
            "host_list",
            "adapter_list",
            "user_list",
            "event_list",
            "connection_list",
            "vendor_oui_list",
        ] {
            assert!(!ids.contains(&data), "{data}");
        }
        let role = parts
            .iter()
            .find(|part| part.operation.id == "role_list_simple")
            .unwrap();
        assert_eq!(role.get.as_ref().unwrap().id, "role_get");
        // A name that is misspelt would let data in.
        let known: Vec<String> = crate::index()
            .operations()
            .map(|known| known.resource)
            .collect();
        for resource in DATA {
            assert!(known.iter().any(|known| *known == resource), "{resource}");
        }
        for id in SETTINGS {
            assert!(ids.contains(&id), "{id}");
        }
    }
}
