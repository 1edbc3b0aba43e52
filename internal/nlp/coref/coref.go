// Package coref joins the mentions of a Doc that refer to the same thing.
//
// A Doc with mentions goes in; Chains come out, in order of their first
// mention. The mentions are taken from left to right; a linear model compares
// every mention that one may refer back to with the possibility that it is the
// first of its thing. Start with Stage.
package coref

import (
	"cmp"
	"math"
	"slices"

	"kg/internal/nlp"
	"kg/internal/nlp/learn"
)

// A Model decides which mentions belong together. It is safe for concurrent
// use.
type Model struct {
	clusters *learn.Clusters
	weights  scorer
}

// scorer is a model in training or after it.
type scorer interface {
	Scores(features []uint64, scores []float32)
}

// Encode writes m, without the clusters, which it shares with others.
func (m *Model) Encode(e *learn.Encoder) { m.weights.(*learn.Linear).Encode(e) }

// Decode reads what Encode wrote.
func Decode(d *learn.Decoder, clusters *learn.Clusters) *Model {
	return &Model{clusters, learn.DecodeLinear(d)}
}

// Stage returns the stage that gives Resolved.
func Stage(m *Model) nlp.Stage {
	return nlp.Stage{Name: "coref", Needs: nlp.Segmented | nlp.Parsed | nlp.Recognized, Gives: nlp.Resolved, Run: m.Resolve}
}

// Resolve fills doc.Chains, and Chain of every mention.
func (m *Model) Resolve(doc *nlp.Doc) {
	r := newResolver(doc, m.clusters)
	for _, i := range r.order {
		choice := r.best(m.weights, i)
		r.join(i, choice.antecedent)
	}
	r.finish()
}

// first is the antecedent of a mention that is the first of its thing.
const first = -1

// A resolver is the state of reading a doc from left to right.
type resolver struct {
	doc      *nlp.Doc
	refs     []ref
	search   *searcher
	clusters []*cluster
	of       []int           // cluster of each ref, or -1
	order    []int           // the refs as they are read
	titled   map[string]bool // the titles that stand before names of people
	leader   int             // the person whom an article calls "the president", or first
	list     list
	score    [1]float32
}

func newResolver(doc *nlp.Doc, clusters *learn.Clusters) *resolver {
	refs := newRefs(doc, clusters)
	r := &resolver{doc: doc, refs: refs, search: newSearcher(refs), of: make([]int, len(refs)), titled: map[string]bool{}}
	byHead := map[int]int{}
	for i := range refs {
		r.of[i] = -1
		if _, taken := byHead[refs[i].Head]; !taken {
			byHead[refs[i].Head] = i
		}
	}
	of, spans := quotes(doc)
	who := speakers(doc, of, spans)
	for i := range refs {
		refs[i].quote, refs[i].speaker = of[refs[i].Head], -1
		if q := refs[i].quote; q >= 0 && who[q] >= 0 {
			if s, found := byHead[who[q]]; found {
				refs[i].speaker = s
			}
		}
	}
	r.order = readingOrder(refs)
	r.leader = leader(doc, refs)
	for i := range refs {
		for _, title := range refs[i].titles {
			r.titled[title] = true
		}
	}
	return r
}

// readingOrder returns the refs in the order in which they are understood: what
// stands in a quotation after the one who says it, so that in "“I am glad,”
// said Ada Moss" the first word has something to refer back to.
func readingOrder(refs []ref) []int {
	order := make([]int, len(refs))
	place := make([]int, len(refs))
	for i := range refs {
		order[i] = i
		place[i] = 2 * refs[i].sentence
		if s := refs[i].speaker; s >= 0 && refs[s].sentence >= refs[i].sentence {
			place[i] = 2*refs[s].sentence + 1
		}
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(place[a], place[b]) })
	return order
}

// A choice is an antecedent with its score.
type choice struct {
	antecedent int
	score      float32
}

// best returns the best antecedent of ref i.
func (r *resolver) best(model scorer, i int) choice {
	candidates := r.open(i)
	if a := r.sure(i, candidates); a != first {
		return choice{antecedent: a}
	}
	best := choice{first, r.scoreStart(model, i, candidates)}
	m := &r.refs[i]
	needsOne := m.Kind == nlp.Pronoun && (m.gender == male || m.gender == female)
	fallback := choice{first, float32(math.Inf(-1))}
	for _, a := range candidates {
		s := r.scorePair(model, i, a)
		if s > best.score {
			best = choice{a, s}
		}
		if c := r.clusters[r.of[a]]; needsOne && s > fallback.score && c.kind == "PERSON" && c.number != many {
			fallback = choice{a, s}
		}
	}
	// "She" does not come out of nowhere.
	if best.antecedent == first && needsOne {
		return fallback
	}
	return best
}

// open returns the candidates of ref i that are not blocked.
func (r *resolver) open(i int) []int {
	candidates := r.search.candidates(i)
	kept := candidates[:0]
	for _, a := range candidates {
		if r.of[a] < 0 {
			continue
		}
		if c := r.clusters[r.of[a]]; !c.blocked(r.refs, &r.refs[i], &r.refs[a]) && !r.anothers(&r.refs[i], c) {
			kept = append(kept, a)
		}
	}
	return kept
}

// anothers reports whether m is the title of somebody else than c: not Judge
// Varga is "the president" where President Berg is named.
func (r *resolver) anothers(m *ref, c *cluster) bool {
	if m.Kind != nlp.Nominal || m.key != "the" || !c.named || c.kind != "PERSON" || !r.titled[m.head] {
		return false
	}
	for _, i := range c.refs {
		if r.refs[i].head == m.head || slices.Contains(r.refs[i].titles, m.head) {
			return false
		}
	}
	return true
}

func (r *resolver) pairFeatures(i, a int) []uint64 {
	c := r.clusters[r.of[a]]
	r.list.reset()
	r.list.pair(r.doc, &r.refs[i], &r.refs[a], c, &r.refs[c.refs[len(c.refs)-1]])
	return r.list.features
}

// startFeatures returns the features of ref i being the first of its thing.
func (r *resolver) startFeatures(i int, candidates []int) []uint64 {
	known := false
	for _, a := range candidates {
		known = known || r.refs[a].head == r.refs[i].head && r.refs[a].Kind != nlp.Pronoun
	}
	r.list.reset()
	r.list.start(r.doc, &r.refs[i], known)
	return r.list.features
}

func (r *resolver) scorePair(model scorer, i, a int) float32 {
	r.score[0] = 0
	model.Scores(r.pairFeatures(i, a), r.score[:])
	return r.score[0]
}

func (r *resolver) scoreStart(model scorer, i int, candidates []int) float32 {
	r.score[0] = 0
	model.Scores(r.startFeatures(i, candidates), r.score[:])
	return r.score[0]
}

// join puts ref i into the cluster of a, or into one of its own.
func (r *resolver) join(i, a int) {
	if a == first {
		r.of[i] = len(r.clusters)
		r.clusters = append(r.clusters, &cluster{})
	} else {
		r.of[i] = r.of[a]
	}
	r.clusters[r.of[i]].add(r.refs, i)
	r.search.index(i)
}

// finish writes the clusters as chains.
func (r *resolver) finish() {
	r.doc.Chains = make([]nlp.Chain, len(r.clusters))
	slices.SortFunc(r.clusters, func(a, b *cluster) int { return cmp.Compare(slices.Min(a.refs), slices.Min(b.refs)) })
	for k, c := range r.clusters {
		slices.Sort(c.refs)
		kind := r.typeOf(c)
		for _, i := range c.refs {
			r.refs[i].Chain, r.refs[i].Type = k, kind
		}
		r.doc.Chains[k] = nlp.Chain{Mentions: c.refs, Representative: r.representative(c)}
	}
}

// typeOf returns the type that most mentions of c have. Names count most; "she"
// says as much as a noun does, "it" little.
func (r *resolver) typeOf(c *cluster) string {
	votes := map[string]int{}
	best := r.refs[c.refs[0]].Type
	for _, i := range c.refs {
		m := &r.refs[i]
		weight := 1
		switch {
		case m.Kind == nlp.Name:
			weight = 6
		case m.Kind == nlp.Nominal, m.Type == "PERSON":
			weight = 3
		}
		votes[m.Type] += weight
	}
	for _, i := range c.refs {
		if kind := r.refs[i].Type; votes[kind] > votes[best] {
			best = kind
		}
	}
	return best
}

// representative returns the most telling mention of c: the name of most words,
// else the longest nominal, else the first. Of equals the first wins.
func (r *resolver) representative(c *cluster) int {
	best, top := c.refs[0], -1
	for _, i := range c.refs {
		m := &r.refs[i]
		score := 0
		switch m.Kind {
		case nlp.Name:
			score = 1000 + min(m.Name.Len(), 20)
		case nlp.Nominal:
			score = 100 + min(m.Span.Len(), 10)
		}
		if score > top {
			best, top = i, score
		}
	}
	return best
}
