"use strict";
const rulesRead = new Map();

function ruleOf(id) {
  if (!rulesRead.has(id)) rulesRead.set(id, read("/v1/rules/" + encodeURIComponent(id)).then((response) => response.json()));
  return rulesRead.get(id);
}

// Read when it is opened: the reason, a bad and a good example, the guidelines, and how often the rule is right.
function whyBox(id) {
  const box = put(make("details"), make("summary", "", "Why it matters"));
  const inner = put(make("div", "why"), make("p", "hint", "Reading the rule …"));
  box.addEventListener("toggle", async () => {
    if (!box.open || inner.dataset.read) return;
    inner.dataset.read = "yes";
    try {
      showRule(clear(inner), await ruleOf(id));
    } catch (error) {
      delete inner.dataset.read;
      rulesRead.delete(id);
      put(clear(inner), make("p", "hint", error.message));
    }
  });
  return put(box, inner);
}

function showRule(box, rule) {
  put(box, prose("p", rule.why));
  const pair = make("dl", "terms");
  put(pair, make("dt", "", "Instead of"), make("dd", "", rule.bad), make("dt", "", "Better"), make("dd", "", rule.good));
  put(box, pair);
  if (rule.guidelines.length) put(box, make("p", "hint", "Guidelines: " + rule.guidelines.join("; ") + "."));
  const precision = rule.precision === null
    ? "Too few labelled cases to say how often it is right; therefore a note unless a policy says more."
    : "Right in " + percent(rule.precision) + " of its findings on our labelled drafts.";
  put(box, make("p", "hint", precision));
}

const REASON = "say here why";

function silenceBox(finding) {
  const box = put(make("details"), make("summary", "", "Leave it as it is"));
  const id = finding.rule_id;
  if (byId("format").value === "text/plain") {
    put(box, prose("p", "Comments work in Markdown and HTML. For plain text change the policy: `rules: {" + id + ": off}`."));
    return box;
  }
  const comment = "<!-- sourcegrade disable-line " + id + " -- " + REASON + " -->";
  put(box, prose("p", "A comment in this line silences this rule here. Put the reason in its place: a comment without one silences nothing."));
  put(box, make("pre", "", comment));
  put(box, put(make("p"), button("quiet small", "Put it into the draft", () => insertComment(finding, comment))));
  put(box, prose("p", "For good, in `.sourcegrade.yml`: `rules: {" + id + ": off}`."));
  return box;
}

// At the end of the line, so that no paragraph is cut; the place where the reason goes is selected.
function insertComment(finding, comment) {
  const area = byId("text");
  if (!checked || area.value !== checked.content) {
    tell("The draft has changed since it was checked; check it again first.", true);
    return;
  }
  const rest = area.value.slice(finding.span.start).search(/\r\n|\r|\n/);
  const at = rest < 0 ? area.value.length : finding.span.start + rest;
  area.setRangeText(" " + comment, at, at, "end");
  area.focus();
  const reason = at + 1 + comment.indexOf(REASON);
  area.setSelectionRange(reason, reason + REASON.length);
  tell("The comment stands in the draft. Write the reason, then check again.");
}
