// The Limits tab.
"use strict";

const limitTitles = {
  newStreamsPerSecond: "New streams a second", concurrentStreams: "Streams at once", bytesPerDay: "Bytes a day (UTC)",
  devices: "Devices", connections: "Connected devices", perDevice: "For each device", perCaller: "For each caller",
};

function limits() {
  const form = document.getElementById("limits");
  let hub = null;

  // Names with their values, as they are titled above; one that is not known there goes last.
  function sorted(values) {
    const order = Object.keys(limitTitles);
    const place = (name) => (order.indexOf(name) < 0 ? order.length : order.indexOf(name));
    return Object.entries(values).sort(([one], [other]) => place(one) - place(other));
  }

  const isGroup = (value) => value !== null && typeof value === "object";

  function group(title, values, path) {
    const single = sorted(values).filter(([, value]) => !isGroup(value)).map(([name, value]) => {
      const id = [...path, name].join(".");
      return make("p", {}, make("label", { htmlFor: id, textContent: limitTitles[name] ?? name }),
        make("input", { id, type: "number", min: 0, step: 1, value: value ?? "", placeholder: "no limit", disabled: !may.own }));
    });
    const groups = sorted(values).filter(([, value]) => isGroup(value)).flatMap(([name, value]) =>
      group(limitTitles[name] ?? name, value, [...path, name]));
    return [make("fieldset", {}, make("legend", {}, title), ...single), ...groups];
  }

  // Each limit in a line: its path, and its number.
  function told(values, path) {
    return sorted(values).flatMap(([name, value]) => (isGroup(value) ? told(value, [...path, name])
      : [`${[...path, name].join(".")}\t${value ?? "no limit"}`]));
  }

  function read(values, path) {
    return Object.fromEntries(Object.entries(values).map(([name, value]) => {
      if (isGroup(value)) return [name, read(value, [...path, name])];
      const text = document.getElementById([...path, name].join(".")).value;
      return [name, text === "" ? null : Number(text)];
    }));
  }

  function draw() {
    const values = hub.properties.limits;
    const tools = make("div", { className: "tools" }, make("p"),
      button("Copy", "Copy the limits", () => copy(told(values, []).join("\n"), "the limits")),
      button("JSON", "Copy the limits as JSON", () => copy(JSON.stringify(values, null, 2), "the JSON")),
      button("CLI", "Copy the command for limits", () => copy(`devicestream hub show --name ${page.hub} --query properties.limits`)));
    form.replaceChildren(tools, make("div", { className: "columns" }, ...group("For the hub", values, [])),
      may.own ? make("button", { type: "submit", textContent: "Save" }) : make("p", {}, "Changing them needs the role owner."));
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    guarded(async () => {
      const wanted = { properties: { limits: read(hub.properties.limits, []) } };
      hub = await ask("PATCH", api, wanted, { "If-Match": `"${hub.etag}"` });
      draw();
      say("Saved");
    });
  });
  guarded(async () => {
    hub = await ask("GET", api);
    draw();
  });
}

limits();
