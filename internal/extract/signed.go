package extract

import (
	"sync"

	"kg/internal/lexicon"
)

// documents are nouns for what people write and put their names to: letter,
// petition.
var documents = sync.OnceValue(func() lexicon.Set { return lexicon.Words("documents") })

// signed reads those behind a document: in "a letter signed by teachers urges
// the town to act" the teachers urge it as well.
func signed(r *reader, s *sentence) []finding {
	var all []finding
	for k := range s.clauses {
		c := &s.clauses[k]
		if c.passive || c.copula || !c.subject.there() || !documents()[r.lemma(c.subject.head)] {
			continue
		}
		signers := r.signers(c.subject.head)
		if len(signers) == 0 {
			continue
		}
		f := r.frame(c)
		for _, who := range signers {
			g := f
			g.subject = who
			for _, found := range r.frameFindings(c, &g) {
				found.Inferred = true
				found.trust.form = "signed"
				all = append(all, found)
			}
		}
	}
	return all
}

// signers returns those who signed or wrote document i.
func (r *reader) signers(i int) []argument {
	for _, d := range r.deps[i] {
		if r.is(d, "acl") {
			switch c := r.clauseOf[d]; {
			case c == nil || !c.passive || !c.agent.there():
			default:
				switch r.lemma(c.head) {
				case "sign", "write", "issue", "send", "draft", "co-sign", "cosign", "publish", "circulate", "author":
					return r.partsOf(c.agent)
				}
			}
		}
		if r.is(d, "nmod", "obl") && (r.prepText(r.preps(d)) == "by" || r.prepText(r.preps(d)) == "from") {
			return r.partsOf(argument{head: d, prep: r.preps(d)})
		}
	}
	return nil
}
