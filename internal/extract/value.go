package extract

import "kg/internal/nlp"

// readValue reads the phrase span around head as an amount: "$2.5 billion" is
// "USD 2500000000", "about 3%" is "~3%". It is not ok if span is no amount.
func readValue(t *tree, head int, span nlp.Span) (value string, ok bool) { return "", false }
