// The Limits tab.
"use strict";

const limitTitles = {
  newStreamsPerSecond: "New streams in a second", concurrentStreams: "Streams at once", bytesPerDay: "Bytes of streams in a day (UTC)",
  devices: "Devices", connections: "Connected devices", perDevice: "For each device", perCaller: "For each caller",
};

function limits() {
  const form = document.getElementById("limits");
  let hub = null;

  function fields(values, path) {
    return Object.entries(values).map(([name, value]) => {
      const title = limitTitles[name] ?? name;
      if (value !== null && typeof value === "object") {
        return make("fieldset", {}, make("legend", {}, title), ...fields(value, [...path, name]));
      }
      const id = [...path, name].join(".");
      return make("p", {}, make("label", { htmlFor: id, textContent: title }),
        make("input", { id, type: "number", min: 0, step: 1, value: value ?? "", placeholder: "no limit", disabled: !may.own }));
    });
  }

  function read(values, path) {
    return Object.fromEntries(Object.entries(values).map(([name, value]) => {
      if (value !== null && typeof value === "object") return [name, read(value, [...path, name])];
      const text = document.getElementById([...path, name].join(".")).value;
      return [name, text === "" ? null : Number(text)];
    }));
  }

  function draw() {
    const tools = make("div", { className: "tools" },
      button("JSON", "Copy the limits as JSON", () => copy(JSON.stringify(hub.properties.limits, null, 2), "the JSON")),
      button("CLI", "Copy the command for limits", () => copy(`devicestream hub show --name ${page.hub} --query properties.limits`)));
    form.replaceChildren(tools, make("fieldset", {}, make("legend", {}, "For the hub"), ...fields(hub.properties.limits, [])),
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
