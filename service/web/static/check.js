"use strict";
const POLICIES = {
  recommended: "Each rule at the severity its measured precision has earned. Errors fail.",
  strict: "Approval on record, better sources; warnings fail too.",
  investigations: "Anonymity is allowed, with approval and a reason on record; the accused are heard.",
  opinion: "The writer’s own voice needs no source. Facts still do.",
  own: "What your newsroom has agreed on.",
};
// What was checked last: the formats are made from it, not from what was typed since.
let checked = null;

function sayPolicy() {
  const name = byId("policy").value;
  byId("policy-says").textContent = POLICIES[name];
  byId("own-box").hidden = name !== "own";
}

async function policyChosen() {
  const name = byId("policy").value;
  if (name !== "own") return name;
  const answer = await send("/v1/checks/policy", byId("own").value, { "Content-Type": "application/yaml" });
  return (await answer.json()).policy || {};
}

async function check(text) {
  const body = {
    path: draftName(), content: text, media_type: byId("format").value, policy: await policyChosen(),
    options: { offset_unit: "utf16", include: ["silenced"] },
  };
  const answer = await (await send("/v1/checks", body)).json();
  checked = body;
  showCheck(text, answer);
  return count(answer.findings.length, "finding") + ", " + Math.round(answer.timing_ms) + " ms.";
}

const VERDICTS = { pass: "Passes", fail: "Does not pass" };

function showCheck(text, answer) {
  const heading = byId("verdict");
  heading.textContent = VERDICTS[answer.verdict] || words(answer.verdict);
  heading.className = "verdict " + answer.verdict;
  byId("verdict-why").textContent = reasonOf(answer);
  const choose = (number) => chooseFinding(number);
  showDraft(byId("draft"), text, answer.findings, choose);
  const list = clear(byId("findings"));
  answer.findings.forEach((finding, number) => put(list, findingItem(finding, number, choose)));
  if (!answer.findings.length) put(list, make("li", "empty", "Nothing to say about the sourcing of this draft. That is not a fact-check: it looks at who is cited and how."));
  const silenced = clear(byId("silenced"));
  for (const finding of answer.suppressed || []) put(silenced, findingItem(finding, null, choose));
  byId("silenced-box").hidden = !silenced.childElementCount;
  byId("silenced-title").textContent = "Silenced in the draft (" + silenced.childElementCount + ")";
  byId("verdict-box").hidden = false;
  byId("shown").hidden = true;
  byId("taken").textContent = "";
  heading.focus();
}

function reasonOf(answer) {
  const parts = ["error", "warning", "note"].filter((name) => answer.counts[name]).map((name) => count(answer.counts[name], name));
  const found = parts.length ? parts.join(", ") : "no findings";
  const fails = answer.fail_on === "never" ? "nothing fails a draft" : "a draft fails from “" + answer.fail_on + "” on";
  const cut = answer.complete ? "" : " The time limit cut the work short; the rest was not checked.";
  return found + ". Policy: " + answer.policy + "; " + fails + "." + cut;
}
