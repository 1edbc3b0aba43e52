package mention

import (
	"kg/internal/lexicon"
	"kg/internal/nlp"
	"kg/internal/nlp/learn"
)

// types are the classes of the type model, in this order.
var types = [...]string{Person, Organization, Place, Time, Event, Object, Abstract, Animal, Plant, Substance}

// noName is what a token outside of any name counts as.
const noName = len(nameTypes)

// A view is what the classifiers see of a doc.
type view struct {
	*tree
	words  []word
	name   []int // for each token, the type of the name that it is in, or noName
	spans  []nameSpan
	of     []int  // for each token, the index of that name in spans, or -1
	starts []bool // for each token, whether it begins a sentence
}

func newView(doc *nlp.Doc, words []word, names []nameSpan) *view {
	v := &view{tree: newTree(doc), words: words, spans: names, name: make([]int, len(words)), of: make([]int, len(words))}
	v.starts = make([]bool, len(words))
	for _, s := range doc.Sentences {
		v.starts[s.Start] = true
	}
	for i := range v.name {
		v.name[i], v.of[i] = noName, -1
	}
	for k, n := range names {
		for i := n.Start; i < n.End; i++ {
			v.name[i], v.of[i] = n.kind, k
		}
	}
	return v
}

// features returns what the classifiers see of the candidate i, whose phrase is
// span.
func (v *view) features(i int, span nlp.Span, buffer []uint64) []uint64 {
	id := uint64(0x5000)
	add := func(parts ...uint64) {
		id++
		f := id
		for _, p := range parts {
			f = learn.Mix(f, p)
		}
		buffer = append(buffer, f<<4)
	}
	w := &v.words[i]
	name := uint64(v.name[i])
	add()
	add(name, w.upos)
	add(name, w.xpos, w.rel)
	add(w.lemma)
	add(w.lemma, w.rel)
	add(w.form)
	add(w.sense, w.second, name)
	add(w.sense, name)
	add(w.second, name)
	add(w.coarse, w.upos)
	add(w.fine, w.upos)
	add(w.fine, w.sense)
	for _, s := range w.suffix {
		add(s, w.upos)
	}
	add(w.shape, w.upos)
	add(uint64(w.caps), w.rel, w.upos)
	add(w.lists0(), w.upos)
	for bit := range lexicon.HintLists {
		if w.lists&(1<<bit) != 0 {
			add(200, uint64(bit), name)
		}
	}
	id = 0x5100
	v.governor(i, add)
	id = 0x5200
	v.dependents(i, add)
	id = 0x5300
	first := &v.words[span.Start]
	add(first.key, w.sense)
	add(first.xpos, w.rel)
	add(uint64(min(span.Len(), 4)), w.upos, w.rel)
	if i > 0 {
		add(v.words[i-1].key, w.upos)
		add(v.words[i-1].fine, w.upos)
		add(v.words[i-1].key, w.fine)
	}
	if i+1 < len(v.words) {
		add(v.words[i+1].key, w.upos)
		add(v.words[i+1].key, w.fine)
	}
	return buffer
}

// governor adds what the candidate hangs on.
func (v *view) governor(i int, add func(...uint64)) {
	w := &v.words[i]
	h := v.Tokens[i].Head
	if h < 0 || h >= len(v.words) {
		add(0)
		return
	}
	g := &v.words[h]
	preposition := uint64(0)
	if c := v.dep(i, "case"); c >= 0 {
		preposition = v.words[c].lemma
	}
	add(w.rel, g.lemma)
	add(w.rel, g.lemma, preposition)
	add(w.rel, g.fine, preposition)
	add(w.rel, g.upos, preposition)
	add(preposition, w.sense)
	add(preposition, w.fine)
	add(preposition, w.lemma)
	add(w.rel, g.sense)
	add(w.rel, g.sense, w.sense)
	add(w.rel, g.lemma, w.fine)
	add(w.rel, w.upos, g.xpos)
}

// dependents adds what hangs on the candidate.
func (v *view) dependents(i int, add func(...uint64)) {
	w := &v.words[i]
	name := uint64(v.name[i])
	for _, d := range v.deps[i] {
		u := &v.words[d]
		switch v.rel(d) {
		case "punct", "conj", "cc":
			continue
		case "det", "case":
			add(1, u.lemma, w.upos)
			continue
		}
		add(2, u.rel, u.lemma)
		add(3, u.rel, u.fine)
		add(6, u.rel, u.sense)
		add(7, u.rel, u.sense, name)
		add(4, u.rel, w.sense)
		add(5, u.rel, uint64(v.name[d]), w.sense)
	}
}
