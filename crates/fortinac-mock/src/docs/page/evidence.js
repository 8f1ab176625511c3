"use strict";

// Shows what is known of an operation, and from where: the extensions of the spec, in words.
const evidence = () => {
  const WORTH = {
    real: "real: values of an appliance are published",
    placeholder: "placeholder: only a generated sample is published",
    inferred: "inferred: a conclusion from like operations",
    none: "none: no sample is known",
  };
  const ORIGIN = {
    document: "the vendor's reference",
    community: "an article of the vendor's community",
    program: "a program that calls it",
  };
  const RESULT = {
    one: "the record, which is in a list with one item or none",
    list: "the list of records",
    count: "the number in `total`",
    value: "what is in `result` or `results`",
    envelope: "the whole response",
    none: "nothing",
  };
  const TITLES = {
    "x-fortinac-evidence": "Evidence",
    "x-fortinac-origin": "Known from",
    "x-fortinac-source": "Sources",
    "x-fortinac-versions": "Documented in",
    "x-fortinac-destructive": "Destructive",
    "x-fortinac-safe": "Changes nothing",
    "x-fortinac-note": "Note",
    "x-fortinac-deviation": "Not as documented",
    "x-fortinac-gap": "Not known",
    "x-fortinac-result": "A client returns",
    "x-fortinac-result-property": "Result in",
  };

  return {
    wrapComponents: {
      OperationExt: (_, system) => ({ extensions }) => {
        const element = system.React.createElement;
        const items = (values) => values.length === 1
          ? values[0]
          : element("ul", null, ...values.map((value) => element("li", null, value)));
        const source = (id) => /^fortinac-f\/[\w./-]+$/.test(id)
          ? element("a", { href: `https://docs.fortinet.com/document/${id}`, target: "_blank", rel: "noopener noreferrer" }, id)
          : id;
        const show = (key, value) => {
          switch (key) {
            case "x-fortinac-evidence": return element("span", { className: `evidence-${value}` }, WORTH[value] ?? value);
            case "x-fortinac-origin": return ORIGIN[value] ?? value;
            case "x-fortinac-result": return RESULT[value] ?? value;
            case "x-fortinac-source": return items([].concat(value).map(source));
            case "x-fortinac-versions": return value.length ? value.join(", ") : "no release that was found";
            case "x-fortinac-destructive": return element("strong", { className: "evidence-destructive" }, "destroys data, or interrupts service");
            case "x-fortinac-safe": return value ? "yes, although its method could" : "no: it changes data, although it is a GET";
            default: return typeof value === "string" ? value
              : Array.isArray(value) && value.every((item) => typeof item === "string") ? items(value)
              : element("code", null, JSON.stringify(value));
          }
        };
        const plain = extensions.toJS();
        const known = Object.keys(TITLES).filter((key) => key in plain);
        const others = Object.keys(plain).filter((key) => !(key in TITLES));
        const row = (key) => element("tr", { key, title: key },
          element("td", null, TITLES[key] ?? key), element("td", null, show(key, plain[key])));
        return element("div", { className: "opblock-section evidence" },
          element("div", { className: "opblock-section-header" }, element("h4", null, "What is known, and from where")),
          element("div", { className: "table-container" },
            element("table", null, element("tbody", null, ...[...known, ...others].map(row)))));
      },
    },
  };
};
