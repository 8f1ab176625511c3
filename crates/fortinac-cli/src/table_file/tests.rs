use serde_json::json;

use super::*;

fn csv(text: &str) -> Result<TableFile, String> {
    delimited::read(&decode::text(text.as_bytes()).unwrap(), Reading::default())
}

/// The rows as JSON, with their lines.
fn rows(file: &TableFile) -> Value {
    let rows = file.rows.iter();
    rows.map(|row| json!([row.place, row.cells])).collect()
}

#[test]
fn csv_is_read_as_spreadsheets_write_it() {
    let expected = json!([
        ["line 2", {"mac": "02005E005301", "notes": "a, \"b\"; c\nd"}],
        ["line 4", {"mac": "02005E005302", "notes": "Zoë"}],
    ]);
    for text in [
        "mac,notes\n02005E005301,\"a, \"\"b\"\"; c\nd\"\n02005E005302,Zoë\n",
        "\u{feff}mac,notes\r\n02005E005301,\"a, \"\"b\"\"; c\r\nd\"\r\n02005E005302,Zoë\r\n",
        "mac;notes\n02005E005301;\"a, \"\"b\"\"; c\nd\"\n02005E005302;Zoë",
        "mac\tnotes\n02005E005301\t\"a, \"\"b\"\"; c\nd\"\n02005E005302\tZoë",
        "mac,notes,\n02005E005301,\"a, \"\"b\"\"; c\nd\",\n02005E005302,Zoë,,,\n,,\n",
        "\"mac\",\"notes\"\n\"02005E005301\",\"a, \"\"b\"\"; c\nd\"\n\"02005E005302\",\"Zoë\"\n",
    ] {
        assert_eq!(rows(&csv(text).unwrap()), expected, "{text:?}");
    }
    let with_separator = csv("sep=;\nmac;notes\nx;y,z\n").unwrap();
    assert_eq!(
        rows(&with_separator),
        json!([["line 3", {"mac": "x", "notes": "y,z"}]])
    );
}

#[test]
fn guards_against_formulas_are_removed_once() {
    let text = "a,b,c,d\n'=1+2,''=x,'quoted',-5\n";
    let read = csv(text).unwrap();
    assert_eq!(
        rows(&read),
        json!([["line 2", {"a": "=1+2", "b": "'=x", "c": "'quoted'", "d": "-5"}]])
    );
    let raw = delimited::read(text, Reading { is_raw: true }).unwrap();
    assert_eq!(raw.rows[0].cells["a"], "'=1+2");
}

#[test]
fn what_is_no_table_is_refused_by_line() {
    for (text, expected) in [
        ("", "the file is empty"),
        ("\n,,\n", "the file is empty"),
        ("a,b,a\n1,2,3\n", "line 1: the column `a` is there twice"),
        ("a,b\n1,2\n1,2,3\n", "line 3: 3 cells for 2 columns"),
        ("a,,b\n1,2,3\n", "line 2: cell 2 is below no name"),
    ] {
        let error = csv(text).unwrap_err();
        assert!(error.contains(expected), "{text:?}: {error}");
    }
    assert!(decode::text(b"caf\xe9").is_err());
    assert!(decode::text(b"PK\0\x01").is_err());
}

#[test]
fn utf_16_is_read_by_its_mark() {
    let text = "mac\tnotes\r\nx\tZoë\r\n";
    let units = || text.encode_utf16();
    let little: Vec<u8> = units().flat_map(u16::to_le_bytes).collect();
    let big: Vec<u8> = units().flat_map(u16::to_be_bytes).collect();
    for bytes in [
        [vec![0xff, 0xfe], little].concat(),
        [vec![0xfe, 0xff], big].concat(),
    ] {
        assert_eq!(decode::text(&bytes).unwrap(), "mac\tnotes\nx\tZoë\n");
    }
    assert!(decode::text(&[0xff, 0xfe, 0x61]).is_err());
}

#[test]
fn json_and_yaml_keep_their_types() {
    let expected = json!([{"id": 7301455120986643_i64, "on": true, "x": null}, {"id": 2}]);
    for text in [
        "[{\"id\": 7301455120986643, \"on\": true, \"x\": null}, {\"id\": 2}]",
        "{\"id\": 7301455120986643, \"on\": true, \"x\": null}\n\n{\"id\": 2}\n",
        "- id: 7301455120986643\n  on: true\n  x: null\n- id: 2\n",
    ] {
        let read = match Form::of("-", text) {
            Form::Json => document::json(text),
            Form::Yaml => document::yaml(text),
            Form::Delimited => panic!("{text}"),
        };
        let read = read.unwrap();
        let cells: Value = read.rows.iter().map(|row| json!(row.cells)).collect();
        assert_eq!(cells, expected, "{text}");
        assert_eq!(read.columns, ["id", "on", "x"]);
    }
    let lines = document::json("{\"id\": 1}\n\n{\"id\": 2}\n").unwrap();
    assert_eq!(lines.rows[1].place, "line 3");
    assert!(document::json("[1]").unwrap_err().contains("record 1"));
    assert!(
        document::json("{\"id\": 1} x")
            .unwrap_err()
            .contains("not JSON")
    );
}
