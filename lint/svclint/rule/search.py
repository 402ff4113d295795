"""Search rules by a name that may be misspelt, incomplete or in another order."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from functools import lru_cache

from svclint.model.suggestions import closest, similarity
from svclint.rule.definition import Rule

# Below the first, names are not similar; from the second, the match is clear.
_NEAR, _CLEAR = 0.6, 0.8
# A clear match scores higher than all others by this much.
_LEAD = 0.06
_MOST = 8
# No name of a rule is half as long, so that a longer name resembles none.
_LONGEST = 100
# A message with more names than this is hard to read.
_MOST_SUGGESTED = 3
# A search compares a name with all rules: it takes milliseconds, and strangers write the names.
_MOST_SEARCHED = 50
_NO_SUGGESTION = "; `svclint rules` lists all"


def search_rules(name: str, rules: Sequence[Rule]) -> list[Rule]:
    """Return the rules with the most similar names, best first; only one if the match is clear."""
    words = _words(name)
    if not words:
        return []
    described = (rule for rule in rules if _summary_contains(rule, words))
    return _nearest(words, rules) or [*described][:_MOST]


def _words(name: str) -> list[str]:
    return re.findall(r"[a-z0-9]+", name.lower().removesuffix(".md").removesuffix(".py"))


def _nearest(words: Sequence[str], rules: Sequence[Rule]) -> list[Rule]:
    if sum(map(len, words)) > _LONGEST:
        return []
    exact = [rule for rule in rules if rule.name == "-".join(words)]
    if exact:
        return exact
    scores = sorted(((_score(words, rule), rule.name, rule) for rule in rules), reverse=True)
    first, second = scores[0][0], scores[1][0]
    if first >= _CLEAR and first - second >= _LEAD:
        return [scores[0][2]]
    return [rule for score, _, rule in scores if score >= _NEAR][:_MOST]


def suggest_rules(name: str, rules: Sequence[Rule], others: Collection[str] = ()) -> str:
    """Return the end of a message: the rules that may be meant, or the command that lists all.

    ``others`` are other names that are possible here, such as those of groups.
    """
    words = [word for word in _words(name) if len(word) > 1]
    near = closest(name, others)
    if words and not near:
        near = [rule.name for rule in _nearest(words, rules)]
    if not near:
        return _NO_SUGGESTION
    *first, last = near[:_MOST_SUGGESTED]
    return f"; did you mean {', '.join(first)}{' or ' if first else ''}{last}?"


class RuleSuggestions:
    """Suggestions for the unknown rules that files name: only the first names are searched."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        self._rules = rules
        self._found: dict[tuple[str, frozenset[str]], str] = {}

    def for_name(self, name: str, others: frozenset[str] = frozenset()) -> str:
        """Return the end of a message, as ``suggest_rules`` does."""
        if (name, others) not in self._found:
            if len(self._found) == _MOST_SEARCHED:
                return _NO_SUGGESTION
            self._found[name, others] = suggest_rules(name, self._rules, others)
        return self._found[name, others]


def _score(words: Sequence[str], rule: Rule) -> float:
    """Return the similarity to the name, from 0 to 1: as a whole, or word by word in any order."""
    parts = rule.name.split("-")
    whole = similarity("".join(words), "".join(parts))
    by_word = sum(max(_word_similarity(word, part) for part in parts) for word in words) / len(
        words
    )
    # Of two rules that have all the words, the one with fewer others is nearer.
    return max(whole, by_word * (0.7 + 0.3 * min(1.0, len(words) / len(parts))))


# Rules have many words in common.
@lru_cache(maxsize=4096)
def _word_similarity(word: str, part: str) -> float:
    if len(word) > 2 and part.startswith(word):
        return 0.95 if word != part else 1.0
    return similarity(word, part) if word != part else 1.0


def _summary_contains(rule: Rule, words: Sequence[str]) -> bool:
    summary = rule.summary.lower()
    return all(word in summary for word in words)
