package coref

import (
	"slices"

	"kg/internal/nlp"
	"kg/internal/nlp/learn"
)

// A list collects features. Every call of add has a number of its own, so that
// equal values of different kinds stay apart.
type list struct {
	features []uint64
	id       uint64
}

func (l *list) add(parts ...uint64) {
	l.id++
	f := l.id
	for _, p := range parts {
		f = learn.Mix(f, p)
	}
	l.features = append(l.features, f)
}

func (l *list) reset() { l.features, l.id = l.features[:0], 0 }

// bucket makes a distance coarse: 0, 1, 2, 3, 5, 8, 16, …
func bucket(n int) uint64 {
	for i, limit := range []int{0, 1, 2, 3, 5, 8, 16, 32, 64} {
		if n <= limit {
			return uint64(i)
		}
	}
	return 9
}

func flag(b bool) uint64 {
	if b {
		return 1
	}
	return 0
}

// pair adds what speaks for and against ref m referring back to ref a, which is
// in cluster c.
func (l *list) pair(doc *nlp.Doc, m, a *ref, c *cluster, latest *ref) {
	l.id = 0x100
	kinds := learn.Mix(m.keyHash, a.keyHash)
	sort := learn.Mix(learn.Hash(m.Kind), learn.Hash(a.Kind))
	kindHash := learn.Hash(c.kind)
	l.add(kinds)
	l.add(sort, m.typeHash, kindHash)
	l.add(kinds, kindHash)
	l.add(m.keyHash, kindHash)

	sentences, mentions := bucket(m.sentence-a.sentence), bucket(abs(m.order-a.order))
	l.add(kinds, sentences)
	l.add(sort, mentions)
	l.add(m.keyHash, mentions, flag(c.named))
	since := bucket(m.sentence - latest.sentence)
	l.add(m.keyHash, since, flag(a == latest))
	l.add(m.keyHash, kindHash, since)
	l.add(sort, flag(m.para == a.para), flag(a == latest))

	strings := m.text != "" && m.text == a.text
	heads := m.head == a.head
	l.add(sort, flag(strings), flag(heads))
	l.add(m.keyHash, flag(strings), flag(heads), a.keyHash)
	l.add(sort, flag(strings), m.typeHash)
	if heads && m.Kind != nlp.Pronoun {
		l.add(kinds, 1, since)
		l.add(m.keyHash, m.sense, flag(strings))
		l.add(m.headHash, flag(strings))
		l.add(sort, modifierMatch(m, a))
		l.add(m.keyHash, a.keyHash, modifierMatch(m, a))
		l.add(m.keyHash, modifierMatch(m, a), since)
	}
	l.id = 0x200
	if m.Kind == nlp.Name && a.Kind == nlp.Name {
		l.names(m, a)
	}
	l.id = 0x300
	l.agreement(m, a, c, sort)
	l.id = 0x400
	l.syntax(doc, m, a, kinds, sort)
	l.id = 0x500
	l.quotation(m, a)
	l.id = 0x600
	size := bucket(len(c.refs))
	l.add(m.keyHash, size, flag(c.named))
	l.add(sort, size, since)
	l.add(m.keyHash, flag(c.named), flag(c.pronoun), since)
	if m.Kind != nlp.Name {
		l.meaning(m, a)
	}
}

// names adds how two names agree.
func (l *list) names(m, a *ref) {
	how := uint64(compare(m.name, a.name))
	same := flag(m.Type == a.Type)
	country := flag(sameCountry(m, a))
	last := flag(len(m.name) > 0 && len(a.name) > 0 && m.name[len(m.name)-1] == a.name[len(a.name)-1])
	first := flag(len(m.name) > 0 && len(a.name) > 0 && m.name[0] == a.name[0])
	l.add(how, same)
	l.add(how, m.typeHash, a.typeHash)
	l.add(how, last, first, m.typeHash)
	l.add(how, country, same)
	l.add(how, uint64(min(len(m.name), 3)), uint64(min(len(a.name), 3)), m.typeHash)
	l.add(how, last, first, uint64(min(len(m.name), 3)), uint64(min(len(a.name), 3)))
}

// agreement adds number, gender and person.
func (l *list) agreement(m, a *ref, c *cluster, sort uint64) {
	number := uint64(m.number)<<4 | uint64(c.number)
	gender := uint64(m.gender)<<4 | uint64(c.gender)
	l.add(sort, number)
	l.add(m.keyHash, number, learn.Hash(c.kind))
	l.add(sort, gender)
	l.add(m.keyHash, gender)
	l.add(m.keyHash, uint64(a.number), a.typeHash)
	if m.Kind == nlp.Pronoun {
		l.add(m.keyHash, a.headHash)
		l.add(m.keyHash, a.sense)
		l.add(m.keyHash, a.fine)
		l.add(m.keyHash, a.sense, a.typeHash, uint64(a.number))
	}
}

// syntax adds the places of both in their sentences.
func (l *list) syntax(doc *nlp.Doc, m, a *ref, kinds, sort uint64) {
	same := flag(m.sentence == a.sentence)
	l.add(m.keyHash, m.roleHash, a.roleHash, same)
	l.add(sort, a.roleHash, same)
	l.add(sort, m.roleHash, same)
	l.add(m.keyHash, a.roleHash, bucket(m.sentence-a.sentence))
	l.add(m.keyHash, a.typeHash, a.roleHash, bucket(m.sentence-a.sentence))
	tok := &doc.Tokens[m.Head]
	apposed := tok.Head == a.Head && m.role == "appos"
	l.add(sort, 1, flag(apposed))
	// "Moss is a minister": the predicate is the head of its subject.
	predicate := doc.Tokens[a.Head].Head == m.Head && (a.role == "nsubj")
	l.add(sort, 2, flag(predicate), m.keyHash)
	governed := tok.Head == a.Head
	governs := doc.Tokens[a.Head].Head == m.Head
	l.add(sort, 3, flag(governed), flag(governs))
	sisters := tok.Head >= 0 && tok.Head == doc.Tokens[a.Head].Head
	l.add(m.keyHash, 4, flag(sisters), m.roleHash, a.roleHash)
	if m.govHash == a.govHash && m.governor != "" {
		l.add(m.keyHash, 5, flag(m.role == a.role))
	}
	if same == 1 {
		inside := a.Span.Start <= m.Span.Start && m.Span.End <= a.Span.End
		l.add(kinds, 6, flag(inside), bucket(m.Head-a.Head))
	}
}

// quotation adds who speaks.
func (l *list) quotation(m, a *ref) {
	both := uint64(0)
	switch {
	case m.quote < 0 && a.quote < 0:
	case m.quote == a.quote:
		both = 1
	case m.quote >= 0 && a.quote >= 0:
		both = 2
	case m.quote >= 0:
		both = 3
	default:
		both = 4
	}
	speaks := uint64(0)
	switch {
	case m.speaker >= 0 && m.speaker == a.order:
		speaks = 1
	case m.speaker >= 0 && m.speaker == a.speaker:
		speaks = 2
	case m.speaker >= 0 && a.speaker >= 0:
		speaks = 3
	case a.speaker >= 0 && a.speaker == m.order:
		speaks = 4
	}
	l.add(m.keyHash, a.keyHash, both, speaks)
	l.add(m.keyHash, both, speaks)
	l.add(learn.Hash(m.Kind), uint64(m.person), uint64(a.person), both, speaks)
	l.add(m.keyHash, uint64(m.person), uint64(a.person), learn.Hash(a.Kind))
}

// meaning adds which words go together.
func (l *list) meaning(m, a *ref) {
	if m.Kind == nlp.Nominal {
		l.add(m.headHash, a.headHash)
		l.add(m.fine, a.fine)
		l.add(m.sense, a.sense, m.keyHash)
		l.add(m.headHash, a.typeHash, learn.Hash(a.Kind))
		l.add(m.sense, a.typeHash, learn.Hash(a.Kind))
		return
	}
	l.add(m.govHash, m.roleHash, a.sense)
	l.add(m.govHash, m.roleHash, a.typeHash)
}

// modifierMatch says how what narrows two phrases of the same head down agrees.
func modifierMatch(m, a *ref) uint64 {
	shared, onlyM := 0, 0
	for _, w := range m.mods {
		if slices.Contains(a.mods, w) {
			shared++
		} else {
			onlyM++
		}
	}
	onlyA := len(a.mods) - shared
	return uint64(min(shared, 1)) | uint64(min(onlyM, 1))<<1 | uint64(min(max(onlyA, 0), 1))<<2
}

// start adds what speaks for m being the first mention of its thing.
func (l *list) start(doc *nlp.Doc, m *ref, known bool) {
	l.id = 0x1000
	l.add(m.keyHash)
	l.add(m.keyHash, m.typeHash)
	l.add(m.keyHash, flag(known))
	l.add(m.keyHash, flag(known), m.typeHash)
	l.add(m.keyHash, m.roleHash)
	l.add(m.keyHash, uint64(m.number), m.typeHash)
	l.add(m.headHash, m.keyHash)
	l.add(m.headHash, flag(known))
	l.add(m.sense, m.keyHash)
	l.add(m.fine, m.keyHash)
	l.add(m.keyHash, bucket(m.sentence))
	l.add(m.keyHash, bucket(m.order))
	l.add(m.keyHash, bucket(len(m.mods)), flag(known))
	l.add(m.keyHash, uint64(min(m.Span.Len(), 6)))
	l.add(m.keyHash, flag(m.quote >= 0), flag(m.speaker >= 0))
	l.add(m.govHash, m.roleHash, m.keyHash)
	next := m.Span.End
	if next < len(doc.Tokens) {
		l.add(m.keyHash, learn.Hash(doc.Tokens[next].Lemma))
		l.add(m.keyHash, learn.Hash(doc.Tokens[next].XPOS))
	}
}
