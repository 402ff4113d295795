// The scores of Sphinx's search, except that a rule comes first whose name has the words of a field:
// externalTrafficPolicy finds external-traffic-policy-unsupported before pages that mention it.
const WORD = /[a-z]+|[A-Z][a-z]*/g;
const QUERY = new URLSearchParams(location.search).get("q") || "";
const WORDS = (QUERY.match(WORD) || []).map((word) => word.toLowerCase().replace(/s$/, ""));

var Scorer = {
  score: ([docname, title, , , score]) => {
    if (!docname.startsWith("rules/") || WORDS.length === 0) return score;
    const named = title.split("-").map((word) => word.replace(/s$/, ""));
    return score + (20 * WORDS.filter((word) => named.includes(word)).length) / WORDS.length;
  },
  objNameMatch: 11,
  objPartialMatch: 6,
  objPrio: { 0: 15, 1: 5, 2: -5 },
  objPrioDefault: 0,
  title: 15,
  partialTitle: 7,
  term: 5,
  partialTerm: 2,
};
