//! The files of records that `import` and `apply` read: CSV, JSON, JSON lines and YAML.

use std::fs;

use tempfile::TempDir;

const EXTENSIONS: [&str; 5] = ["csv", "json", "jsonl", "yaml", "txt"];

/// The first byte chooses the extension, and the rest is the file.
pub(crate) fn run(input: &[u8]) {
    let Some((first, contents)) = input.split_first() else {
        return;
    };
    let extension = EXTENSIONS[usize::from(*first) % EXTENSIONS.len()];
    let folder = TempDir::new().expect("there is a folder for temporary files");
    let file = folder.path().join("table").with_extension(extension);
    fs::write(&file, contents).expect("the file can be written");
    fortinac_cli::reads_table(&file.to_string_lossy());
}

pub(crate) fn seeds() -> Vec<Vec<u8>> {
    let files: [(u8, &[u8]); 9] = [
        (
            0,
            b"mac,role,notes\n02:00:5E:00:53:C7,NAC-Cameras,\"a, \"\"b\"\"\n c\"\n",
        ),
        (
            0,
            b"\xef\xbb\xbfsep=;\r\nmac;role\r\n02:00:5E:00:53:C7;'=1+1\r\n",
        ),
        (0, b"\xff\xfem\0a\0c\0\n\0x\0\n\0"),
        (0, b"\xfe\xff\0m\0a\0c\0\n\0x\0\n"),
        (0, b"mac\trole\n1\t2\n"),
        (
            1,
            b"[{\"mac\": \"02:00:5E:00:53:C7\", \"role\": null}, {\"id\": 7301455120986643}]",
        ),
        (2, b"{\"id\": 1, \"name\": \"a\"}\n{\"id\": 2}\n"),
        (
            3,
            b"---\n- mac: 02:00:5E:00:53:C7\n  role: &a NAC\n- {id: 1, role: *a}\n",
        ),
        (4, b"- id: 1\n  name: |\n    text\n"),
    ];
    files
        .map(|(extension, contents)| [&[extension], contents].concat())
        .into()
}
