//! Examples that contradict each other, and records that are the same.

use super::super::Change::{self, Build, Edit};
use super::super::{SHARED, THING};
use super::{Case, case, operation};

pub(super) fn cases() -> Vec<Case> {
    vec![
        case(
            "two names of one record",
            [
                Edit(THING, PROPERTY, NAME),
                Edit(
                    THING,
                    ROW,
                    "                  - id: 1\n                    name: Lamp\n",
                ),
                Edit(
                    THING,
                    SENT,
                    "              id: 1\n              name: Chair\n",
                ),
            ],
            &[&[
                "thing/thing.yaml: thing_update/requestBody/content/application/json/example/name",
                "Thing 1 is `Chair` here, and `Lamp` in thing_list",
                "give both the same name, or one of them another id",
            ]],
        ),
        case(
            "times of two forms",
            [Edit(
                THING,
                ROW,
                "                  - id: 1\n                    changed: 1717403530000\n                  - id: 2\n                    changed: 2024-06-03T08:32:10.000+0000\n",
            )],
            &[&[
                "thing/thing.yaml: thing_list/responses/200/content/application/json/example/results/1/changed",
                "is a time with an offset, and another time of this property is a number",
                "write all times of a property in one form: an appliance does so in one response",
            ]],
        ),
        case(
            "more records than match",
            [
                Edit(THING, RESULTS, NUMBERS),
                Edit(
                    THING,
                    STATUS,
                    "                status: success\n                filtered: 0\n                total: 5\n",
                ),
            ],
            &[&[
                "thing/thing.yaml: thing_list/responses/200/content/application/json/example/filtered",
                "is 0, and there are 1 records",
                TOTALS,
            ]],
        ),
        case(
            "more records that match than there are",
            [
                Edit(THING, RESULTS, NUMBERS),
                Edit(
                    THING,
                    STATUS,
                    "                status: success\n                filtered: 6\n                total: 5\n",
                ),
            ],
            &[&[
                "thing/thing.yaml: thing_list/responses/200/content/application/json/example/total",
                "is 5, and `filtered` is 6",
                TOTALS,
            ]],
        ),
        case(
            "a count that is not the total",
            [
                Edit(THING, RESULTS, NUMBERS),
                Edit(
                    THING,
                    STATUS,
                    "                status: success\n                total: 5\n",
                ),
                count(),
                Edit(SHARED, "    Timestamp:\n", COUNT),
            ],
            &[&[
                "thing/thing.yaml: thing_count_all/responses/200/content/application/json/example/total",
                "is 7, and `total` of thing_list is 5",
                "give both examples the same number of records; a count with a filter has no more",
            ]],
        ),
        case(
            "a new record with what only responses have",
            [
                Edit(
                    THING,
                    "description: Kind of the thing.",
                    "description: Kind of the thing. Only in responses.",
                ),
                Edit(
                    THING,
                    "              $ref: '#/components/schemas/ThingForm'\n",
                    "              $ref: '#/components/schemas/ThingForm'\n            example: {kind: wide}\n",
                ),
            ],
            &[&[
                "thing/thing.yaml: thing_create/requestBody/content/application/x-www-form-urlencoded/example/kind",
                "is sent, and the description of `kind` says \"only in responses\"",
                "take it out of the example, or correct the description",
            ]],
        ),
        case(
            "two records with the same properties",
            [
                Edit(THING, PARENT, COPIES),
                Edit(THING, "    ThingForm:\n", COPY),
            ],
            &[&[
                "thing/thing.yaml: components/schemas/ThingSide",
                "has the same properties as ThingCopy",
                "make one component of the two, in common.yaml if several files use it, or say in `x-fortinac-note` why it is another thing",
            ]],
        ),
        case(
            "two records with the same properties and a reason",
            [
                Edit(THING, PARENT, COPIES),
                Edit(THING, "    ThingForm:\n", COPY),
                Edit(
                    THING,
                    "      description: The side.\n",
                    "      description: The side.\n      x-fortinac-note: It has more, which is not known.\n",
                ),
            ],
            &[],
        ),
        case(
            "a delete without the condition of another one",
            [delete_both("Deletes one thing.")],
            &[&[
                "thing/thing.yaml: thing_delete/description",
                "does not say what becomes of a record in use, as `thing_delete_many` does",
                "say in the `description` whether a record that is in use is deleted",
            ]],
        ),
        case(
            "a delete with the condition of another one",
            [delete_both("Deletes one thing, but not one in use.")],
            &[],
        ),
    ]
}

const TOTALS: &str = "`total` is the number of all records, `filtered` that of those that match, of which `results` has a page";
const PROPERTY: &str = "        color:\n          $ref";
const NAME: &str = "        name:\n          type: string\n          nullable: true\n          description: Name of the thing.\n        color:\n          $ref";
const ROW: &str = "                  - id: 1\n                    color: red\n";
const SENT: &str = "              id: 1\n";
const STATUS: &str = "                status: success\n";
const RESULTS: &str = "        results:\n          type: array\n";
const NUMBERS: &str = "        filtered: {type: integer, format: int64, nullable: true, description: Those that match.}
        total: {type: integer, format: int64, nullable: true, description: All.}
        results:\n          type: array\n";
const COUNT: &str = "    Count:
      type: object
      description: A number.
      properties:
        status: {type: string, nullable: true, description: The outcome.}
        total: {type: integer, format: int64, nullable: true, description: The number.}
    Timestamp:\n";
const PARENT: &str = "        parent:\n";
const COPIES: &str = "        copy:
          $ref: '#/components/schemas/ThingCopy'
        side:
          $ref: '#/components/schemas/ThingSide'
        parent:\n";
const COPY: &str = "    ThingCopy:
      type: object
      nullable: true
      description: The copy.
      properties:
        a: {type: string, nullable: true, description: A.}
        b: {type: string, nullable: true, description: B.}
        c: {type: integer, format: int64, nullable: true, description: C.}
    ThingSide:
      type: object
      nullable: true
      description: The side.
      properties:
        c: {type: integer, format: int64, nullable: true, description: Another c.}
        a: {type: string, nullable: true, description: A.}
        b: {type: string, nullable: true, description: B.}
    ThingForm:\n";

const NEXT: &str = "  /thing/{id}:\n";

fn count() -> Change {
    let count = operation("/thing/count/all", "get", "thing_count_all")
        .replace("result: none", "result: count")
        .replace("schemas/Envelope", "schemas/Count")
        .replace(
            "status: success\n",
            "status: success\n                total: 7\n",
        );
    Build(THING, NEXT, count + NEXT)
}

fn delete_both(description: &str) -> Change {
    let delete = |path: &str, method: &str, id: &str, description: &str| {
        operation(path, method, id).replace(
            "      x-fortinac-source",
            &format!("      description: {description}\n      x-fortinac-source"),
        )
    };
    let many = delete(
        "/thing/delete",
        "post",
        "thing_delete_many",
        "Deletes things that are not in use.",
    );
    let one = delete("/thing/{id}", "delete", "thing_delete", description);
    let one = one.strip_prefix(NEXT).unwrap_or(&one);
    Build(
        THING,
        "  /thing/{id}:\n    parameters:\n      - name: id\n        in: path\n        required: true\n        schema:\n          type: integer\n          format: int64\n",
        format!(
            "{many}  /thing/{{id}}:\n    parameters:\n      - name: id\n        in: path\n        required: true\n        schema:\n          type: integer\n          format: int64\n{one}"
        ),
    )
}
