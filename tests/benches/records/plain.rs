//! The same records as anyone would write them by hand: one Rust type for each property, as the examples show it, and
//! nothing kept that is not named.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Number, Value};

macro_rules! records {
    ($($record:ident { $($field:ident $name:literal: $type:ty,)* })*) => {$(
        #[derive(Deserialize, Serialize)]
        pub(crate) struct $record {
            $(
                #[serde(rename = $name, skip_serializing_if = "Option::is_none")]
                $field: Option<$type>,
            )*
        }
    )*};
}

records! {
    UserList {
        status "status": String,
        error_message "errorMessage": String,
        results "results": Vec<User>,
        filtered "filtered": i64,
        total "total": i64,
    }
    AccessPolicy {
        dbid "dbid": i64,
        rank "rank": i64,
        version "version": Number,
        last_modified_by "lastModifiedBy": String,
        last_modified_date "lastModifiedDate": String,
        name "name": String,
        note "note": String,
        profile "profile": Profile,
        configuration "configuration": Configuration,
        enabled "enabled": bool,
        guid "guid": i64,
        global_modified_date "globalModifiedDate": i64,
        audit_obj "auditObj": AuditRecord,
        yams_event_tag "yamsEventTag": String,
        audit_object_name "auditObjectName": String,
        audit_object_type "auditObjectType": AuditObjectType,
        filter_set "filterSet": Vec<ProfileFilter>,
        weekly_schedule "weeklySchedule": WeeklySchedule,
        configuration_name "configurationName": String,
    }
    User {
        landscape "landscape": i64,
        id "id": i64,
        role "role": String,
        directory_policy_value "directoryPolicyValue": String,
        first_name "firstName": String,
        last_name "lastName": String,
        dn "dn": String,
        position "position": String,
        email "email": String,
        state "state": i64,
        user_id "userID": String,
        password "password": String,
        status "status": i64,
        notes "notes": String,
        language "language": String,
        country "country": String,
        version "version": Number,
        packed_version "packedVersion": Number,
        creation_time "creationTime": i64,
        valid_for_time "validForTime": i64,
        valid_for_inactivity_days "validForInactivityDays": i64,
        valid_for_inactivity_age_time "validForInactivityAgeTime": i64,
        last_activity_time "lastActivityTime": i64,
        address "address": String,
        city "city": String,
        mail_state "mailState": String,
        zip_code "zipCode": String,
        phone "phone": String,
        organization "organization": String,
        organizational_unit "organizationalUnit": String,
        type_ "type": i64,
        attributes "attributes": Vec<Attribute>,
        admin_profile_id "adminProfileId": i64,
        guest_id "guestId": i64,
        mobile_number "mobileNumber": String,
        mobile_provider "mobileProvider": String,
        ncm_propagate_hosts "ncmPropagateHosts": bool,
        last_modified_by "lastModifiedBy": String,
        last_modified_date "lastModifiedDate": String,
        is_api_admin "isApiAdmin": bool,
        api_access_token "apiAccessToken": String,
        trusted_hosts "trustedHosts": String,
        guest_contractor "guestContractor": bool,
        locale "locale": Locale,
        admin_user "adminUser": bool,
        valid_time "validTime": i64,
        audit_object_name "auditObjectName": String,
        audit_object_type "auditObjectType": AuditObjectType,
        add_audit_summary "addAuditSummary": String,
        current_environment "currentEnvironment": BTreeMap<String, Option<String>>,
        delete_hosts_upon_expiration "deleteHostsUponExpiration": bool,
        icon_type "iconType": String,
        disabled "disabled": bool,
        directory_disabled "directoryDisabled": bool,
        api_admin "apiAdmin": bool,
        super_user "superUser": bool,
        valid_for_time_ms "validForTimeMS": i64,
        password_from_raw "passwordFromRaw": String,
        user_administrator "userAdministrator": bool,
        user_operator "userOperator": bool,
        user_help_desk "userHelpDesk": bool,
        user_administrative "userAdministrative": bool,
        hashed_password "hashedPassword": String,
        max_allowed_hosts "maxAllowedHosts": i64,
        creation_event "creationEvent": Event,
        destroy_event "destroyEvent": Event,
        established_event "establishedEvent": Event,
        lost_event "lostEvent": Event,
        name "name": String,
        last_change_summary "lastChangeSummary": String,
        local_mschap_auth "localMschapAuth": bool,
    }
    Profile {
        name "name": String,
        note "note": String,
        guid "guid": i64,
        global_modified_date "globalModifiedDate": String,
        group_i_ds "groupIDs": Vec<i64>,
        filter_set "filterSet": Vec<ProfileFilter>,
        weekly_schedule "weeklySchedule": WeeklySchedule,
        catch_all "catchAll": bool,
        location_i_ds "locationIDs": Vec<i64>,
        dbid "dbid": i64,
        location_operator "locationOperator": LogicalOperator,
        group_operator "groupOperator": LogicalOperator,
        group_names "groupNames": Vec<String>,
        radius_filter_set "radiusFilterSet": Vec<RadiusFilter>,
        location_names "locationNames": Vec<String>,
        dbid_upper "DBID": i64,
        guid_upper "GUID": i64,
        last_modified_by "lastModifiedBy": String,
        last_modified_date "lastModifiedDate": String,
    }
    Configuration {
        name "name": String,
        note "note": String,
        task_id "taskID": i64,
        access "access": String,
        access_action "accessAction": i64,
        alias "alias": bool,
        logical_network "logicalNetwork": LogicalNetwork,
        send_groups_to_firewall "sendGroupsToFirewall": bool,
        firewall_groups "firewallGroups": Vec<i64>,
        radius_attribute_group_id "radiusAttributeGroupId": i64,
        guid "guid": i64,
        global_modified_date "globalModifiedDate": i64,
        yams_event_tag "yamsEventTag": String,
        access_value "accessValue": String,
        audit_object_name "auditObjectName": String,
        audit_object_type "auditObjectType": AuditObjectType,
        logical_network_id "logicalNetworkID": i64,
        task "task": SystemTask,
        logical_network_name "logicalNetworkName": String,
        access_action_str "accessActionStr": String,
        id "id": i64,
        requested_tags "requestedTags": Vec<String>,
        tags "tags": Vec<String>,
        last_modified_by "lastModifiedBy": String,
        last_modified_date "lastModifiedDate": String,
    }
    AuditRecord {
        audit_dbid "auditDBID": i64,
        live_dbid "liveDBID": i64,
        live_obj "liveObj": AuditLiveObject,
        user "user": String,
        action "action": String,
        timestamp "timestamp": String,
        audit_obj "auditObj": Box<AuditRecord>,
        yams_event_tag "yamsEventTag": String,
    }
    AuditObjectType {
        audit_table_name "auditTableName": String,
        mysql_table_name "mysqlTableName": String,
        idname_query "idnameQuery": String,
    }
    ProfileFilter {
        filter_type "filterType": String,
        host_type "hostType": String,
        host_type_inc_ip_phone "hostTypeIncIPPhone": String,
    }
    WeeklySchedule {
        version "version": Number,
        start_time_of_day "startTimeOfDay": i64,
        end_time_of_day "endTimeOfDay": i64,
        days_of_week "daysOfWeek": i64,
        valid_time "validTime": bool,
        always_on "alwaysOn": bool,
        start_time_of_day_am "startTimeOfDayAM": bool,
        end_time_of_day_am "endTimeOfDayAM": bool,
        start_time_of_day_hours "startTimeOfDayHours": i64,
        end_time_of_day_hours "endTimeOfDayHours": i64,
        start_time_of_day_minutes "startTimeOfDayMinutes": i64,
        end_time_of_day_minutes "endTimeOfDayMinutes": i64,
    }
    Attribute {
        version "version": Number,
        name "name": String,
        value "value": Value,
    }
    Locale {
        script "script": String,
        country "country": String,
        variant "variant": String,
        extension_keys "extensionKeys": Vec<String>,
        unicode_locale_attributes "unicodeLocaleAttributes": Vec<String>,
        unicode_locale_keys "unicodeLocaleKeys": Vec<String>,
        iso3_language "iso3Language": String,
        iso3_country "iso3Country": String,
        display_language "displayLanguage": String,
        display_script "displayScript": String,
        display_country "displayCountry": String,
        display_variant "displayVariant": String,
        display_name "displayName": String,
        language "language": String,
    }
    Event {
        landscape "landscape": i64,
        id "id": i64,
        state "state": i64,
        name "name": String,
        element_type "elementType": i64,
        element_id "elementID": i64,
        element_name "elementName": String,
        message "message": String,
        time_of_event "timeOfEvent": String,
        version "version": Number,
        log "log": bool,
        time "time": i64,
        event_format_string "eventFormatString": String,
        empty "empty": bool,
    }
    RadiusFilter {
        enabled "enabled": bool,
        method_type "methodType": MethodType,
        version "version": Number,
        encrypted "encrypted": bool,
        priority "priority": i64,
        attribute_filters "attributeFilters": BTreeMap<String, Option<String>>,
        method_type_string "methodTypeString": String,
    }
    LogicalNetwork {
        id "id": i64,
        name "name": String,
        description "description": String,
        guid "guid": i64,
        global_modified_date "globalModifiedDate": String,
        dbid "dbid": i64,
        audit_obj "auditObj": AuditRecord,
        yams_event_tag "yamsEventTag": String,
        audit_object_name "auditObjectName": String,
        audit_object_type "auditObjectType": AuditObjectType,
        last_modified_by "lastModifiedBy": String,
        last_modified_date "lastModifiedDate": String,
    }
    SystemTask {
        element_type "elementType": i64,
        name_tag "nameTag": String,
        event_tag "eventTag": String,
        scheduled_object_type "scheduledObjectType": i64,
        task_type "taskType": i64,
        landscape "landscape": i64,
        id "id": i64,
        state "state": i64,
        version "version": Number,
        last_modified_by "lastModifiedBy": String,
        last_modified_date "lastModifiedDate": String,
        last_change_summary "lastChangeSummary": String,
        task_value "taskValue": String,
        message "message": String,
        description "description": String,
        remove_message "removeMessage": String,
        modify_audit_summary "modifyAuditSummary": String,
        name "name": String,
        audit_object_name "auditObjectName": String,
        audit_object_type "auditObjectType": AuditObjectType,
        add_audit_summary "addAuditSummary": String,
    }
    AuditLiveObject {
        audit_obj "auditObj": Box<AuditRecord>,
        yams_event_tag "yamsEventTag": String,
    }
    MethodType {
        id "id": i64,
        name "name": String,
        short_name "shortName": String,
    }
}

#[derive(Deserialize, Serialize)]
#[serde(rename_all = "UPPERCASE")]
pub(crate) enum LogicalOperator {
    And,
    Or,
}
