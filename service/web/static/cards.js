"use strict";
function bar(score, interval) {
  const box = make("div", "bar");
  box.setAttribute("role", "img");
  box.setAttribute("aria-label", "score " + score.toFixed(2) + ", 80 % interval " + interval.map((x) => x.toFixed(2)).join(" to "));
  box.style.setProperty("--from", 100 * interval[0] + "%");
  box.style.setProperty("--to", 100 * interval[1] + "%");
  box.style.setProperty("--at", 100 * score + "%");
  return put(box, make("i"), make("u"));
}

function numbers(row) {
  const found = [];
  if (row.alpha !== null && row.alpha !== undefined) found.push("α " + row.alpha.toFixed(2), "β " + row.beta.toFixed(2));
  if (row.ln_lr !== null && row.ln_lr !== undefined) found.push("ln LR " + row.ln_lr.toFixed(3));
  if (row.multiplier !== null && row.multiplier !== undefined) found.push("× " + row.multiplier.toFixed(2));
  return found.concat(row.status).join(" · ");
}

// An address from the registry is shown as a link only when it is a web address.
function citation(cited) {
  if (!cited) return null;
  const line = make("div", "num");
  if (cited.url && /^https?:\/\//.test(cited.url)) {
    const link = make("a", "", cited.title);
    link.href = cited.url;
    link.rel = "noreferrer noopener";
    put(line, link);
  } else put(line, make("span", "", cited.title));
  if (cited.as_of) put(line, make("span", "", " (" + cited.as_of + ")"));
  return line;
}

function rows(title, list) {
  if (!list || !list.length) return null;
  const box = put(make("details"), make("summary", "", title + " (" + list.length + ")"));
  const items = make("ul", "rows");
  for (const row of list) {
    put(items, put(make("li"), make("div", "", row.label), make("div", "num", numbers(row)), citation(row.citation)));
  }
  return put(box, items);
}

function gradeBox(rating) {
  const box = put(make("div", "grade"), make("b", "", rating.grade));
  if (rating.grade === "F") {
    const known = rating.class_grade && rating.class_grade !== "F";
    put(box, make("small", "", known ? "not judged; class " + rating.class_grade : "not judged"));
  } else put(box, make("small", "", "by " + words(rating.basis)));
  return box;
}

function sourceCard(source, ids, choose) {
  const card = paint(make("article", "card"), ids, source.id);
  card.id = "card-" + source.id;
  const rating = source.reliability;
  if (rating) put(card, gradeBox(rating));
  const button = make("button", "", source.name || source.label);
  button.type = "button";
  button.addEventListener("click", () => choose(source.id));
  put(card, put(make("h4"), button));
  const facts = [words(source.type), source.country, words(source.anonymity)].filter(Boolean);
  if (source.name && source.name !== source.label) facts.push("“" + source.label + "”");
  put(card, make("p", "meta", facts.join(" · ")));
  if (source.affiliation) put(card, make("p", "meta", "speaks for " + source.affiliation.name));
  if (rating && rating.score !== null) {
    put(card, bar(rating.score, rating.interval));
    put(card, make("div", "num hint", "p = " + rating.score.toFixed(2) + " [" + rating.interval.map((x) => x.toFixed(2)).join(", ") + "] · " + words(rating.reference_class)));
  }
  if (source.registry) {
    const why = make("details");
    put(why, make("summary", "", "Who it is: " + source.registry.id));
    const list = make("ul", "rows");
    for (const reason of source.registry.reasons) put(list, make("li", "", reason));
    for (const other of source.registry.alternatives) put(list, make("li", "num", "or " + other.name + " (" + other.confidence.toFixed(2) + ")"));
    put(card, put(why, list));
  }
  put(card, rating ? rows("Evidence", rating.evidence) : null);
  put(card, make("p", "meta", source.attributions.length + (source.attributions.length === 1 ? " claim" : " claims")));
  return card;
}

function claimItem(attribution, source, ids, choose) {
  const item = paint(make("li"), ids, attribution.source);
  item.id = "claim-" + attribution.id;
  const judged = attribution.credibility;
  if (judged) {
    const box = put(make("div", "grade"), make("b", "", judged.grade));
    put(box, make("small", "", judged.grade === 6 ? "not judged" : "p = " + (judged.score === null ? "–" : judged.score.toFixed(2))));
    put(item, box);
  }
  const button = make("button", "", attribution.content.map((span) => span.text).join(" … "));
  button.type = "button";
  button.addEventListener("click", () => choose(attribution.id));
  put(item, put(make("blockquote"), button));
  const facts = [source ? source.name || source.label : "nobody named", words(attribution.kind), attribution.quotation];
  if (attribution.hedge) facts.push("hedged: " + words(attribution.hedge.level));
  if (attribution.negated) facts.push("negated");
  if (attribution.via.length) facts.push("passed on by " + attribution.via.join(", "));
  put(item, make("p", "meta", facts.join(" · ")));
  if (judged) put(item, rows("Why " + judged.grade, judged.factors));
  return item;
}
