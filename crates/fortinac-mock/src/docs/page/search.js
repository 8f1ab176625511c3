"use strict";

// Swagger UI filters by the name of a tag alone. Readers look for a path, a name or a word of the summary, and want to
// see what was found: matching groups open.
const search = () => {
  const text = (operation) => {
    const details = operation.get("operation");
    return [operation.get("method"), operation.get("path"), details.get("operationId"), details.get("summary")].join(" ").toLowerCase();
  };
  const opsFilter = (groups, phrase) => {
    const words = phrase.toLowerCase().split(/\s+/).filter(Boolean);
    const found = groups.map((group, tag) => group.update("operations", (operations) =>
      operations.filter((operation) => {
        const here = `${tag.toLowerCase()} ${text(operation)}`;
        return words.every((word) => here.includes(word));
      })));
    return found.filter((group) => group.get("operations").size > 0);
  };

  // Swagger UI gives the wrapper the state, and adds it to the original by itself.
  const isShown = (original) => (state, key, otherwise) => {
    const isGroup = Array.isArray(key) && key[0] === "operations-tag";
    const filter = state.get("filter");
    const hasFound = typeof filter === "string" && filter.trim().length > 1;
    return original(key, isGroup && hasFound ? true : otherwise);
  };

  // The same box with other words: the original speaks of tags.
  const FilterContainer = (_, system) => ({ layoutSelectors, layoutActions }) => {
    const filter = layoutSelectors.currentFilter();
    return system.React.createElement("div", { className: "filter-container" },
      system.React.createElement("div", { className: "filter wrapper" },
        system.React.createElement("input", {
          className: "operation-filter-input",
          type: "search",
          "aria-label": "Filter operations",
          placeholder: "Filter by tag, path, operationId or words of the summary, such as: host by mac",
          value: typeof filter === "string" ? filter : "",
          onChange: (event) => layoutActions.updateFilter(event.target.value),
        })));
  };

  return {
    fn: { opsFilter },
    statePlugins: { layout: { wrapSelectors: { isShown } } },
    wrapComponents: { FilterContainer },
  };
};
