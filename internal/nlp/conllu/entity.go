package conllu

import (
	"fmt"
	"regexp"
	"strings"

	"kg/internal/nlp"
)

// GUM marks mentions in the last column: "Entity=(12-person-giv:act-…" opens
// one of chain 12, "12)" closes it, and both may stand together.
var entityPart = regexp.MustCompile(`^\((\w+)-(\w+)[^()]*(\)?)|^(\w+)\)`)

// Entities fills Mentions and Chains of d from the Entity values of its last
// column. Heads are the highest tokens of a span in the trees of d. Types are
// as they stand: "person"; Kind stays empty.
func Entities(d *Document) error {
	d.Mentions, d.Chains = nil, nil
	open := map[string][]int{} // by chain, the mentions that are open
	chains := map[string]int{}
	for i, misc := range d.Misc {
		for field := range strings.SplitSeq(misc, "|") {
			value, found := strings.CutPrefix(field, "Entity=")
			if !found {
				continue
			}
			if err := readEntity(d, i, value, open, chains); err != nil {
				return fmt.Errorf("document %s, token %d: %w", d.ID, i, err)
			}
		}
	}
	Heads(d)
	for i := range d.Mentions {
		m := &d.Mentions[i]
		d.Chains[m.Chain].Mentions = append(d.Chains[m.Chain].Mentions, i)
	}
	for i := range d.Chains {
		d.Chains[i].Representative = d.Chains[i].Mentions[0]
	}
	d.Add(nlp.Recognized | nlp.Resolved)
	return nil
}

// Heads finds the head of every mention of d anew, as after its trees changed.
func Heads(d *Document) {
	for i := range d.Mentions {
		d.Mentions[i].Head = highest(d.Doc, d.Mentions[i].Span)
	}
}

func readEntity(d *Document, i int, value string, open map[string][]int, chains map[string]int) error {
	for rest := value; rest != ""; {
		part := entityPart.FindStringSubmatch(rest)
		if part == nil {
			return fmt.Errorf("entity value %q", value)
		}
		rest = rest[len(part[0]):]
		name, closes := part[1], part[3] != ""
		if part[4] != "" {
			name, closes = part[4], true
		} else {
			chain, known := chains[name]
			if !known {
				chain = len(d.Chains)
				chains[name] = chain
				d.Chains = append(d.Chains, nlp.Chain{})
			}
			open[name] = append(open[name], len(d.Mentions))
			d.Mentions = append(d.Mentions, nlp.Mention{Span: nlp.Span{Start: i, End: i + 1}, Type: part[2], Chain: chain})
		}
		if closes {
			stack := open[name]
			if len(stack) == 0 {
				return fmt.Errorf("entity %s closes but was not open", name)
			}
			d.Mentions[stack[len(stack)-1]].Span.End = i + 1
			open[name] = stack[:len(stack)-1]
		}
	}
	return nil
}

// highest returns the token of span that is nearest to the root of its
// sentence, the first of equals. Edges of punctuation do not count.
func highest(doc *nlp.Doc, span nlp.Span) int {
	for span.Len() > 1 && doc.Tokens[span.Start].UPOS == "PUNCT" {
		span.Start++
	}
	for span.Len() > 1 && (doc.Tokens[span.End-1].UPOS == "PUNCT" || doc.Tokens[span.End-1].XPOS == "POS") {
		span.End--
	}
	best, least := span.Start, -1
	for i := span.Start; i < span.End; i++ {
		depth := 0
		for h := doc.Tokens[i].Head; h != nlp.Root && depth <= len(doc.Tokens); h = doc.Tokens[h].Head {
			depth++
		}
		if least < 0 || depth < least {
			best, least = i, depth
		}
	}
	return best
}
