"""How a source does on each topic: the same Beta one level down (SCORING.md 2.2), shown beside its score and counted in nothing.

Off unless the constant `topic_rows` is 1: on the statements that could be tested it changed nothing (constants.toml, topic_prior).
"""

from service.core.domain import Citation, EvidenceRow, Status
from service.core.reliability.case import Case


def topic_rows(case: Case, p: float) -> tuple[EvidenceRow, ...]:
    """One row without numbers per topic of the newsroom's outcomes, in the order of their names.

    `parameters.score` is (S_t + topic_prior p) / (S_t + F_t + topic_prior), p being the source's score.
    """
    tally = case.records.outcomes.get(case.subject.id or "") if case.has_record else None
    if tally is None or not case.tables.value["topic_rows"]:
        return ()
    weight = case.tables.value["topic_prior"]
    return tuple(
        _row(case, topic, (held, failed), (held + weight * p) / (held + failed + weight))
        for topic, (held, failed) in sorted(tally.by_topic.items())
        if held + failed > 0.0
    )


def _row(case: Case, topic: str, sums: tuple[float, float], score: float) -> EvidenceRow:
    held, failed = sums
    return EvidenceRow(
        kind="topic",
        label=f"On {topic}, {held:g} of {held + failed:g} checked claims of {case.subject.name} held up; its score there "
        f"would be {score:.2f}. Shown, not counted.",
        status=Status.RECORD,
        citation=Citation("The newsroom's log of outcomes", as_of=None),
        parameters={"topic": topic, "held": held, "failed": failed, "score": score},
    )
