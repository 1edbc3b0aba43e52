package extract

import (
	"strconv"

	"kg/internal/kg"
	"kg/internal/nlp"
)

// A reader holds what the extractors look at: the tree, who is meant by what,
// and who says what.
type reader struct {
	*tree
	article      *kg.Article
	entities     []kg.Entity
	mentions     map[int]int // mention with each head token
	attributions []Attribution
	inside       []int       // innermost attribution in whose content each token stands, or -1
	cues         map[int]int // attribution of each head of a cue
	sentences    []sentence
	clauseOf     map[int]*clause // clause of each word of its chain
	statuses     map[int]status
}

func newReader(doc *nlp.Doc, entities []kg.Entity, article *kg.Article) *reader {
	r := &reader{tree: newTree(doc), article: article, entities: entities, mentions: map[int]int{},
		inside: make([]int, len(doc.Tokens)), cues: map[int]int{}, clauseOf: map[int]*clause{}, statuses: map[int]status{}}
	for k, m := range doc.Mentions {
		if before, taken := r.mentions[m.Head]; taken && !r.better(k, before) {
			continue
		}
		r.mentions[m.Head] = k
	}
	r.attributions = attributions(r.tree)
	for i := range r.inside {
		r.inside[i] = -1
	}
	for k := range r.attributions {
		a := &r.attributions[k]
		if a.CueHead >= 0 {
			if _, taken := r.cues[a.CueHead]; !taken {
				r.cues[a.CueHead] = k
			}
		}
		for _, span := range a.Content {
			for i := span.Start; i < span.End; i++ {
				if before := r.inside[i]; before < 0 || r.within(k, before) {
					r.inside[i] = k
				}
			}
		}
	}
	for number, span := range doc.Sentences {
		if span.Len() == 0 {
			continue
		}
		r.sentences = append(r.sentences, sentence{span, number, r.clauses(span)})
	}
	for n := range r.sentences {
		for k := range r.sentences[n].clauses {
			c := &r.sentences[n].clauses[k]
			for _, v := range c.chain {
				if _, taken := r.clauseOf[v]; !taken || v == c.head {
					r.clauseOf[v] = c
				}
			}
		}
	}
	return r
}

// better reports whether mention k says more about its head than mention
// other: it is an entity, or it is longer.
func (r *reader) better(k, other int) bool {
	a, b := r.entityOf(k) != nil, r.entityOf(other) != nil
	if a != b {
		return a
	}
	return r.Mentions[k].Span.Len() > r.Mentions[other].Span.Len()
}

// entityOf returns the entity of mention k, or nil.
func (r *reader) entityOf(k int) *kg.Entity {
	chain := r.Mentions[k].Chain
	if chain < 0 || chain >= len(r.entities) || r.entities[chain].ID == "" {
		return nil
	}
	return &r.entities[chain]
}

// within reports whether attribution k stands in the content of other.
func (r *reader) within(k, other int) bool {
	for depth := 0; depth < 8; depth++ {
		if k = r.attributions[k].Parent; k == other {
			return true
		} else if k < 0 {
			return false
		}
	}
	return false
}

func itoa(n int) string { return strconv.Itoa(n) }
