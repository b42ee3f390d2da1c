"use strict";
// Written for this page; the people are invented.
const EXAMPLES = [
  {
    name: "A wire story", format: "text/plain", tab: "annotate",
    text: [
      "Sixty barges wait on the lower Danube",
      "",
      "The lower Danube was closed to loaded barges on Tuesday after its level fell 40 centimetres below the navigation mark, the Romanian transport ministry said. Bulgaria’s maritime administration confirmed the closure.",
      "",
      "“We have 62 vessels waiting and nothing to offer them but tea,” said Ilinca Dobre, who manages a terminal at Cernavoda. She expects the queue to double by Friday.",
      "",
      "The European Commission said it was monitoring the situation. Grain traders have begun to buy railway wagons, Reuters reported on Monday, citing two people familiar with the contracts. A spokesman for the port of Constanta denied that cargoes had been cancelled.",
      "",
      "The river may stay low until October, according to the World Meteorological Organization. A senior ministry official, who asked not to be named because the plan is not public, said the army could be sent to dredge.",
    ].join("\n"),
  },
  {
    name: "A draft with faults", format: "text/markdown", tab: "check",
    text: [
      "---",
      "title: Mayor knew of cracks, sources say",
      "byline: K. Lindqvist",
      "---",
      "",
      "# Mayor knew of cracks, sources say",
      "",
      "The mayor of Halden was told of cracks in the harbour bridge two years ago, a source said. It was also reported that an engineer was moved to another post.",
      "",
      "“They wanted silence until the election.”",
      "",
      "Experts say the bridge could have fallen at any time. Critics accuse the council of a cover-up, and the mayor took 300,000 kroner from the builder.",
    ].join("\n"),
  },
  {
    name: "The same draft, mended", format: "text/markdown", tab: "check",
    text: [
      "---",
      "title: Engineer warned mayor of cracks",
      "byline: K. Lindqvist",
      "sourcegrade: {approved_anonymous_by: \"M. Aas\"}",
      "---",
      "",
      "# Engineer warned mayor of cracks",
      "",
      "The mayor of Halden was told of cracks in the harbour bridge in March 2024, according to an inspection report that the council released on Friday.",
      "",
      "“They wanted silence until the election,” said Tor Eikeland, the engineer who wrote it. The mayor, Unni Bakke, denied that. “I asked for a second opinion, not for silence,” she told this newspaper.",
      "",
      "Two members of the council confirmed the engineer’s account. They asked not to be named because the meeting was closed.",
    ].join("\n"),
  },
];

function fillExamples(take) {
  for (const example of EXAMPLES) put(byId("examples"), button("link", example.name, () => take(example)));
}
