package extract

import "kg/internal/nlp"

// readTime reads the phrase span around head, without its preposition, as a
// time and returns it in ISO 8601, as long as its grain: "2024-03" for last
// month. It is ok with an empty value if span is a time that cannot be placed,
// and not ok if it is no time.
func readTime(t *tree, head int, span nlp.Span) (value string, ok bool) { return "", false }
