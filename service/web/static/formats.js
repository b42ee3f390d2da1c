"use strict";
const FORMATS = [
  ["text", "Text with carets", "txt"],
  ["markdown", "Markdown", "md"],
  ["sarif", "SARIF 2.1.0 (code scanning)", "sarif"],
  ["junit", "JUnit XML", "xml"],
  ["github", "GitHub annotations", "txt"],
  ["gitlab", "GitLab Code Quality", "json"],
  ["rdjson", "reviewdog", "json"],
  ["json", "JSON", "json"],
];

function fillFormats() {
  for (const [name, title] of FORMATS) {
    const option = make("option", "", title);
    option.value = name;
    put(byId("as"), option);
  }
}

async function inFormat() {
  const answer = await send("/v1/checks?format=" + byId("as").value, { ...checked, options: {} }, { Accept: "*/*" });
  return answer.text();
}

// A browser without a clipboard (a page that is not served securely) shows the text instead, ready to be copied by hand.
async function copyFindings() {
  const text = await inFormat();
  const shown = byId("shown");
  try {
    await navigator.clipboard.writeText(text);
    byId("taken").textContent = "Copied, " + count(text.length, "character") + ".";
  } catch {
    byId("taken").textContent = "This browser does not let the page copy; the text is below, selected.";
    shown.textContent = text;
    shown.hidden = false;
    shown.focus();
    getSelection().selectAllChildren(shown);
  }
}

async function saveFindings() {
  const [, , ending] = FORMATS.find(([name]) => name === byId("as").value);
  const link = make("a");
  link.href = URL.createObjectURL(new Blob([await inFormat()], { type: "application/octet-stream" }));
  link.download = checked.path.replace(/\.[^.]*$/, "") + "." + byId("as").value + "." + ending;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  byId("taken").textContent = "Saved as " + link.download + ".";
}

async function taking(work) {
  try {
    await work();
  } catch (error) {
    byId("taken").textContent = error.message;
  }
}
