"""From candidates to an outcome: resolved when one stands clear, ambiguous when two do not, NIL when none is good enough."""

from math import log

from service.core.domain import Candidate, Resolution, ResolutionOutcome

#: A candidate below even odds is no identity (policy: a wrong identity costs a newsroom more than a missing one).
MIN_SCORE = 0.5
#: Distance to the runner-up in log odds that counts as clear: one weak reason (policy).
MIN_MARGIN = 0.5
_EDGE = 1e-4


def decide(candidates: tuple[Candidate, ...]) -> Resolution:
    """The outcome for one chain; candidates come best first."""
    good = tuple(candidate for candidate in candidates if candidate.score >= MIN_SCORE)
    if not good:
        return Resolution(ResolutionOutcome.NIL, None, candidates)
    close = tuple(candidate for candidate in good if _odds(good[0]) - _odds(candidate) < MIN_MARGIN)
    if len(close) > 1:
        return Resolution(ResolutionOutcome.AMBIGUOUS, None, close)
    return Resolution(ResolutionOutcome.RESOLVED, good[0], candidates)


def _odds(candidate: Candidate) -> float:
    score = min(max(candidate.score, _EDGE), 1.0 - _EDGE)
    return log(score / (1.0 - score))
