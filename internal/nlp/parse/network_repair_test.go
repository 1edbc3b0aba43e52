package parse

import (
	"fmt"
	"strings"
	"testing"

	"kg/internal/nlp"
)

// Tokens are written form|head|relation|UPOS, and |name where they are in one.
func TestRepair(t *testing.T) {
	tests := []struct{ name, before, after string }{
		{"one object is enough",
			"She|2|nsubj|PRON repeated|0|root|VERB Orvelian|2|iobj|PROPN resistance|2|obj|NOUN",
			"2 nsubj, 0 root, 4 compound, 2 obj"},
		{"a verb of two objects keeps both",
			"She|2|nsubj|PRON gave|0|root|VERB Orvelia|2|iobj|PROPN land|2|obj|NOUN",
			"2 nsubj, 0 root, 2 iobj, 2 obj"},
		{"for someone to do something",
			"calls|0|root|NOUN for|5|mark|SCONJ Orvelia|1|nmod|PROPN to|5|mark|PART leave|1|acl|VERB",
			"0 root, 5 mark, 5 nsubj, 5 mark, 1 acl"},
		{"an auxiliary far off",
			"Orvelia|2|nsubj|PROPN has|0|root|VERB in|5|case|ADP many|5|amod|ADJ ways|2|obl|NOUN refused|2|advcl|VERB help|6|obj|NOUN",
			"6 nsubj, 6 aux, 5 case, 5 amod, 6 obl, 0 root, 6 obj"},
		{"a noun behind a name",
			"signed|0|root|VERB by|3|case|ADP dozens|1|obl|NOUN of|5|case|ADP Bank|3|nmod|PROPN|B-ORG of|7|case|ADP|I-ORG Maren|5|nmod|PROPN|I-ORG clerks|1|obl|NOUN",
			"0 root, 3 case, 1 obl, 8 case, 8 compound, 7 case, 5 nmod, 3 nmod"},
		{"a day behind a name",
			"met|0|root|VERB Bank|1|obj|PROPN|B-ORG Maren|2|flat|PROPN|I-ORG yesterday|1|obl:unmarked|NOUN",
			"0 root, 1 obj, 2 flat, 1 obl:unmarked"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			doc := &nlp.Doc{}
			for _, field := range strings.Fields(tt.before) {
				part := append(strings.Split(field, "|"), nlp.NoName)
				lemma := strings.NewReplacer("gave", "give", "has", "have").Replace(strings.ToLower(part[0]))
				xpos := ""
				if strings.HasSuffix(part[0], "ed") {
					xpos = "VBN"
				}
				doc.Tokens = append(doc.Tokens, nlp.Token{Text: part[0], Lemma: lemma, XPOS: xpos,
					Head: int(part[1][0]) - '1', DepRel: part[2], UPOS: part[3], Name: part[4]})
			}
			repair(doc, nlp.Span{End: len(doc.Tokens)})
			var got []string
			for _, tok := range doc.Tokens {
				got = append(got, fmt.Sprintf("%d %s", tok.Head+1, tok.DepRel))
			}
			if strings.Join(got, ", ") != tt.after {
				t.Errorf("got  %s\nwant %s", strings.Join(got, ", "), tt.after)
			}
		})
	}
}
